import { describe, expect, it } from 'vitest';
import {
  block,
  breakIf,
  type Code,
  ifElse,
  loop,
  loopUntil,
  repeat,
  set,
  tee,
} from '../../../src/kernels/wasm/code.ts';
import { constant, constantI64 } from '../../../src/kernels/wasm/constants.ts';
import { FunctionWriter } from '../../../src/kernels/wasm/function-writer.ts';
import { loadI32 } from '../../../src/kernels/wasm/loads.ts';
import { moduleBytes } from '../../../src/kernels/wasm/module-bytes.ts';
import * as Op from '../../../src/kernels/wasm/op.ts';
import { storeI32 } from '../../../src/kernels/wasm/stores.ts';
import { loadVector } from '../../../src/kernels/wasm/vectors.ts';
import { webAssembly } from '../../../src/kernels/wasm/web-assembly.ts';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const emit = (f: FunctionWriter, body: Code) => moduleBytes([f.withBody(body)]);

describe('FunctionWriter', () => {
  it('numbers locals and branches as the WebAssembly Binary Toolkit does', () => {
    /*
     * Of wabt 1.0.39, `parseWat(...).toBinary({})`:
     *
     *   (module
     *     (type (func (param i32 i32)))
     *     (import "kernel" "memory" (memory 1))
     *     (func (type 0) (local i32 i32 i64 f32 f64 v128)
     *       block
     *         loop
     *           local.get 0  local.get 1  i32.ge_u  br_if 1
     *           local.get 2
     *           if
     *             i32.const 300  local.tee 3  br_if 2
     *             br 1
     *           else
     *             f64.const 1  local.set 6
     *           end
     *           i64.const -129  local.set 4
     *           local.get 0  i32.load offset=200  local.set 2
     *           block
     *             loop
     *               local.get 3  br_if 1
     *               local.get 0  v128.load align=1  local.set 7
     *               br 0
     *             end
     *           end
     *           br 0
     *         end
     *       end)
     *     (export "run" (func 0)))
     */
    const expected =
      '0061736d0100000001060160027f7f00021201066b65726e656c066d656d6f7279020001030201000707010372756e00000a58015605027f017e' +
      '017d017c017b02400340200020014f0d012002044041ac0222030d020c010544000000000000f03f21060b42ff7e210420002802c80121020240' +
      '034020030d012000fd00000021070c000b0b0c000b0b0b';
    const f = new FunctionWriter('run');
    const [at, end] = [f.param(), f.param()];
    // Declared in another order than the one in which types are written.
    const [vector, double] = [f.local('v128'), f.local('f64')];
    f.local('f32');
    const [flag, count] = [f.local('i32'), f.local('i32')];
    const long = f.local('i64');
    const one: Code = [Op.f64Const, [...new Uint8Array(Float64Array.of(1).buffer)]];
    const [all, each] = [Symbol('all'), Symbol('each')];
    const body = block(
      all,
      loop(each, [
        breakIf(all, [at, end, Op.i32GeU]),
        ifElse(flag, [breakIf(all, tee(count, constant(300))), repeat(each)], set(double, one)),
        set(long, constantI64(-129n)),
        set(flag, loadI32(at, 200)),
        loopUntil(count, set(vector, loadVector(Op.v128Load, at))),
        repeat(each),
      ]),
    );
    expect(hex(emit(f, body))).toBe(expected);
  });

  it('makes the locals of a list as far as they are asked for, and a later part of it counts from there', () => {
    const f = new FunctionWriter('store');
    const target = f.param();
    const list = f.list('i32');
    const part = list.from(1).from(1);
    expect(part.at(1)).toBe(list.at(3));
    expect(f.withBody([]).locals).toHaveLength(4);
    const stores = [0, 1, 2, 3].map((at) => [
      set(list.at(at), constant(at + 5)),
      storeI32(target, list.at(at), at * 4),
    ]);
    const wasm = webAssembly as NonNullable<typeof webAssembly>;
    const memory = new wasm.Memory({ initial: 1 });
    const { exports } = new wasm.Instance(new wasm.Module(emit(f, stores)), { kernel: { memory } });
    (exports['store'] as (target: number) => void)(8);
    expect([...new Int32Array(memory.buffer, 8, 4)]).toEqual([5, 6, 7, 8]);
  });

  it('refuses a branch that no structure around it takes, and a local of another function', () => {
    const [f, other] = [new FunctionWriter('lost'), new FunctionWriter('other')];
    const at = f.param();
    const left = Symbol('left');
    expect(() => emit(f, [block(left, []), breakIf(left, at)])).toThrow(
      'function lost: breakIf of Symbol(left) stands in no such block',
    );
    expect(() => emit(f, block(left, repeat(left)))).toThrow(
      'function lost: repeat of Symbol(left) stands in no such loop',
    );
    expect(() => emit(f, loop(left, breakIf(left, at)))).toThrow(
      'function lost: breakIf of Symbol(left) stands in no such block',
    );
    expect(() => emit(f, set(other.local('i32'), at))).toThrow('function lost has not declared a local of type i32');
  });
});
