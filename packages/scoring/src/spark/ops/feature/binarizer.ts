import type { AttributeShape } from '../../model/attribute.ts';
import type { Op } from '../../op.ts';
import type { Kernel } from '../../plan/kernel.ts';
import { mapVectors, writeDense } from '../../plan/old-map-vectors.ts';
import type { NodeContext } from '../../plan/node-context.ts';
import type { NumberRegister } from '../../plan/number-register.ts';
import type { VectorRegister } from '../../plan/vector-register.ts';
import { shapeType } from '../../plan/shape-type.ts';

/**
 * `binarizer`: 1 where x > threshold, else 0 (NaN too); a vector's result is compressed. Of a sparse vector MLeap looks
 * at the active entries only; Spark also at the zeros, and below 0 it takes a NaN for above. The form of several columns (`thresholds`), which MLeap refuses,
 * is read. Source: MLeap `BinarizerModel.scala`, Spark 4.1 `Binarizer`.
 */
export const binarizer: Op = { name: 'binarizer', compile: compileBinarizer };

/** `sklearn_binarizer`: the same, as scikit-learn's writer has it. */
export const sklearnBinarizer: Op = { name: 'sklearn_binarizer', compile: compileBinarizer };

function compileBinarizer(context: NodeContext): Kernel {
  const { attributes } = context;
  const hasOne = attributes.has('threshold');
  const hasSeveral = attributes.has('thresholds');
  if (hasOne === hasSeveral) {
    throw context.bad(
      hasOne ? 'Both thresholds and threshold were found' : 'Neither threshold nor thresholds were found',
    );
  }
  if (!hasSeveral) {
    const shapes = attributes.shapes('input_shapes', attributes.shapes('input_shape', []));
    return compileColumn(context, '', attributes.number('threshold'), shapes[0]);
  }
  const thresholds = attributes.numbers('thresholds');
  const shapes = attributes.shapes('input_shapes_list', []);
  const kernels = Array.from(thresholds, (threshold, at) => compileColumn(context, String(at), threshold, shapes[at]));
  return (rowCount) => kernels.forEach((kernel) => kernel(rowCount));
}

function compileColumn(
  context: NodeContext,
  suffix: string,
  threshold: number,
  shape: AttributeShape | undefined,
): Kernel {
  const type = shapeType(shape);
  const input = context.input(`input${suffix}`, type) as NumberRegister | VectorRegister;
  const output = context.output(`output${suffix}`, type);
  if (input.kind === 'number') {
    return binarizeNumbers(
      input,
      output as NumberRegister,
      threshold,
      context.attributes.boolean('keeps_nulls', false),
    );
  }
  const target = output as VectorRegister;
  // Up to Spark 2.4 it looks at the active entries as MLeap does.
  const zerosCount =
    threshold < 0 && context.semantics === 'spark' && !context.attributes.boolean('active_only', false);
  return mapVectors(context, input, target, (row) => binarizeRow(input, row, target, threshold, zerosCount));
}

/** A null is not above any threshold, as in Spark 4; `keepsNulls`, as in Spark 3, leaves it null. */
function binarizeNumbers(
  input: NumberRegister,
  output: NumberRegister,
  threshold: number,
  keepsNulls: boolean,
): Kernel {
  return (rowCount) => {
    output.reserve(rowCount);
    const { values } = input;
    for (let row = 0; row < rowCount; row++) {
      output.values[row] = values[row] > threshold && !input.isNull(row) ? 1 : 0;
      if (keepsNulls && input.isNull(row)) output.setNull(row);
    }
  };
}

function binarizeRow(
  input: VectorRegister,
  row: number,
  output: VectorRegister,
  threshold: number,
  zerosCount: boolean,
): void {
  const size = input.sizes[row];
  const start = writeDense(input, row, output);
  const isSparse = input.isSparse(row) && !zerosCount;
  const { values } = output;
  let ones = 0;
  for (let at = 0; at < size; at++) {
    const value = values[start + at];
    const isBelow = zerosCount ? value <= threshold : !(value > threshold);
    const isOne = !isBelow && !(isSparse && value === 0 && !isActive(input, row, at));
    values[start + at] = isOne ? 1 : 0;
    if (isOne) ones++;
  }
  output.closeCompressed(size, ones);
}

/** Whether a sparse row has an entry of its own at a position. */
function isActive(input: VectorRegister, row: number, position: number): boolean {
  for (let at = input.starts[row]; at < input.starts[row + 1]; at++) if (input.indices[at] === position) return true;
  return false;
}
