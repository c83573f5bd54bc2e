import { bundleValue } from '../../attributes/bundle-value.ts';
import { operator } from '../../operator.ts';
import { mapVectors, openVectorMap } from '../../plan/map-vectors.ts';
import { sameSize, vectorStage } from '../../save/vector-stage.ts';

interface Normalizer {
  /** Of the p-norm, at least 1; infinite for the greatest |x|. */
  readonly p: number;
}

/** `normalizer`: x over its p-norm, unless that is 0. Source: MLeap `NormalizerModel.scala`. */
export const normalizer = operator<Normalizer>({
  op: 'normalizer',
  bundle: {
    read: (attributes) => {
      // JSON loses Infinity, which is read as a NaN.
      const p = attributes.number('p_norm', 2);
      return { p: Number.isNaN(p) ? Infinity : p };
    },
  },
  write: ({ p }, { inputSize }) => ({
    attributes: { p_norm: bundleValue.double(p), input_size: bundleValue.int(inputSize('input')) },
  }),
  spark: vectorStage('Normalizer', (stage) => ({ parameters: { p: stage.params.number('p', 2) }, size: sameSize })),
  compile({ p }, ports, context) {
    if (p < 1)
      throw context.bad(
        `To compute the p-norm of the vector, we require that you specify a p>=1. You specified p=${p}.`,
      );
    const norm = pNorm(p);
    const map = openVectorMap(ports);
    const { input, output } = map;
    return mapVectors(context, map, (row) => {
      const start = input.starts[row];
      const end = input.starts[row + 1];
      const count = end - start;
      const length = norm(input.values, start, end);
      const divisor = length === 0 ? 1 : length;
      output.room(count);
      for (let at = 0; at < count; at++) output.values[output.length + at] = input.values[start + at] / divisor;
      if (!input.isSparse(row)) return output.closeDense(count);
      for (let at = 0; at < count; at++) output.indices[output.length + at] = input.indices[start + at];
      output.closeSparse(input.sizes[row], count);
    });
  },
});

type Norm = (values: Float64Array, start: number, end: number) => number;

/** The p-norm of the values from `start` up to `end`. */
function pNorm(p: number): Norm {
  if (p === 1) return sumOfSizes;
  if (p === 2) return euclideanNorm;
  if (p === Infinity) return greatestSize;
  return (values, start, end) => {
    let sum = 0;
    for (let at = start; at < end; at++) sum += Math.abs(values[at]) ** p;
    return sum ** (1 / p);
  };
}

function sumOfSizes(values: Float64Array, start: number, end: number): number {
  let sum = 0;
  for (let at = start; at < end; at++) sum += Math.abs(values[at]);
  return sum;
}

function euclideanNorm(values: Float64Array, start: number, end: number): number {
  let sum = 0;
  for (let at = start; at < end; at++) sum += values[at] * values[at];
  return Math.sqrt(sum);
}

function greatestSize(values: Float64Array, start: number, end: number): number {
  let greatest = 0;
  for (let at = start; at < end; at++) {
    const size = Math.abs(values[at]);
    if (size > greatest) greatest = size;
  }
  return greatest;
}
