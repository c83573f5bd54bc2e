import type { Op } from '../../op.ts';
import { mapEntries, mapVectors, writeDense } from '../../plan/map-vectors.ts';

/**
 * `min_max_scaler`: (x - min) / (max - min), or 0.5 where both are one, stretched to [minValue, maxValue]; NaN stays.
 * The result is dense, and not clamped. Source: MLeap `MinMaxScalerModel.scala`.
 */
export const minMaxScaler: Op = {
  name: 'min_max_scaler',
  compile(context) {
    const { attributes } = context;
    const min = attributes.numbers('min');
    const max = attributes.numbers('max');
    const low = attributes.number('minValue', 0);
    const scale = attributes.number('maxValue', 1) - low;
    const size = min.length;
    if (max.length !== size) throw context.bad(`has ${size} minima and ${max.length} maxima`);
    const input = context.vectors('input', size);
    const output = context.outputVectors('output', size);
    const each = (row: number) => {
      const start = writeDense(input, row, output);
      const { values } = output;
      for (let at = 0; at < size; at++) {
        const value = values[start + at];
        if (value !== value) continue;
        const range = max[at] - min[at];
        values[start + at] = (range === 0 ? 0.5 : (value - min[at]) / range) * scale + low;
      }
      output.closeDense(size);
    };
    return mapVectors(context, input, output, each, size);
  },
};

/**
 * `max_abs_scaler`: x / max|x|. MLeap divides and clamps to [-1, 1]; Spark multiplies by the reciprocal and does not
 * clamp. Source: MLeap `MaxAbsScalerModel.scala`, Spark 4.1 `MaxAbsScaler`.
 */
export const maxAbsScaler: Op = {
  name: 'max_abs_scaler',
  compile(context) {
    const max = context.attributes.numbers('maxAbs').map((value) => (value === 0 ? 1 : value));
    const reciprocal = max.map((value) => 1 / value);
    const input = context.vectors('input', max.length);
    const output = context.outputVectors('output', max.length);
    const scale =
      context.semantics === 'spark'
        ? (value: number, at: number) => value * reciprocal[at]
        : (value: number, at: number) => Math.max(-1, Math.min(1, value / max[at]));
    return mapEntries(context, input, output, scale, max.length);
  },
};

/** `elementwise_product`: x * scaling_vec, entry by entry. */
export const elementwiseProduct: Op = {
  name: 'elementwise_product',
  compile: (context) => product(context, 'scaling_vec'),
};

/** `idf`: term counts * inverse document frequencies. */
export const idf: Op = { name: 'idf', compile: (context) => product(context, 'idf') };

function product(context: Parameters<Op['compile']>[0], attribute: string) {
  const factors = context.attributes.numbers(attribute);
  const input = context.vectors('input', factors.length);
  const output = context.outputVectors('output', factors.length);
  return mapEntries(context, input, output, (value, at) => value * factors[at], factors.length);
}

/**
 * `normalizer`: x over its p-norm, unless that is 0. JSON loses p = Infinity, which is read as a NaN and means the
 * greatest |x|. Source: MLeap `NormalizerModel.scala`.
 */
export const normalizer: Op = {
  name: 'normalizer',
  compile(context) {
    const written = context.attributes.number('p_norm', 2);
    const p = Number.isNaN(written) ? Infinity : written;
    if (p < 1)
      throw context.bad(
        `To compute the p-norm of the vector, we require that you specify a p>=1. You specified p=${p}.`,
      );
    const input = context.vectors('input');
    const output = context.outputVectors('output');
    return mapVectors(context, input, output, (row) => {
      const start = input.starts[row];
      const count = input.starts[row + 1] - start;
      const norm = pNorm(input.values, start, start + count, p);
      const divisor = norm === 0 ? 1 : norm;
      output.room(count);
      for (let at = 0; at < count; at++) output.values[output.length + at] = input.values[start + at] / divisor;
      if (!input.isSparse(row)) return output.closeDense(count);
      for (let at = 0; at < count; at++) output.indices[output.length + at] = input.indices[start + at];
      output.closeSparse(input.sizes[row], count);
    });
  },
};

function pNorm(values: Float64Array, start: number, end: number, p: number): number {
  let sum = 0;
  for (let at = start; at < end; at++) {
    const size = Math.abs(values[at]);
    if (p === Infinity) sum = size > sum ? size : sum;
    else sum += p === 1 ? size : p === 2 ? size * size : size ** p;
  }
  return p === 2 ? Math.sqrt(sum) : p === 1 || p === Infinity ? sum : sum ** (1 / p);
}
