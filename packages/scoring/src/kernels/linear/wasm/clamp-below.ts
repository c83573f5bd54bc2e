import { add } from '../../wasm/add.ts';
import { type Code, loopUntil, set } from '../../wasm/code.ts';
import { constant } from '../../wasm/constants.ts';
import { type FunctionCode, FunctionWriter } from '../../wasm/function-writer.ts';
import * as Op from '../../wasm/op.ts';
import { binary, doubles, loadVector, storeVector } from '../../wasm/vectors.ts';
import { VECTOR_BYTES } from './function-table.ts';

/** max(x, 0) in place. */
export function clampBelow(): FunctionCode {
  const f = new FunctionWriter('clampBelow');
  const [cells, cellsEnd] = f.params();
  const zero = f.local('v128');
  const oneVector: Code = [
    storeVector(cells, binary(Op.f64x2Pmax)(loadVector(Op.v128Load, cells), zero)),
    set(cells, add(cells, constant(VECTOR_BYTES))),
  ];
  return f.withBody([set(zero, doubles(0)), loopUntil([cells, cellsEnd, Op.i32GeU], oneVector)]);
}
