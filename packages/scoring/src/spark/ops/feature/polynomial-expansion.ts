import { spend } from '../../../util/allowance.ts';
import { bundleValue } from '../../attributes/bundle-value.ts';
import { operator } from '../../operator.ts';
import { writeDense } from '../../plan/dense-row.ts';
import { mapVectors, openVectorMap } from '../../plan/map-vectors.ts';
import type { VectorRegister } from '../../plan/vector-register.ts';
import { vectorStage } from '../../save/vector-stage.ts';
import { expandedSize, PowerProducts } from './power-products.ts';

/** Longest vector that an expansion may make. */
const MAX_SIZE = 10_000_000;

interface PolynomialExpansion {
  readonly degree: number;
}

/**
 * `polynomial_expansion`: all products of powers up to a degree, in Spark's order (x, x², y, xy, y² ...). A running
 * product of 0 leaves its branch at 0, so that 0 * Infinity is 0. Source: Spark `PolynomialExpansion`.
 */
export const polynomialExpansion = operator<PolynomialExpansion>({
  op: 'polynomial_expansion',
  bundle: { read: (attributes) => ({ degree: attributes.integer('degree') }) },
  write: ({ degree }, { inputSize }) => ({
    attributes: { degree: bundleValue.long(degree), input_size: bundleValue.long(inputSize('input')) },
  }),
  spark: vectorStage('PolynomialExpansion', ({ params }) => {
    const degree = params.integer('degree', 2);
    return { parameters: { degree }, size: (inputSize) => vectorSize(inputSize, degree) };
  }),
  compile({ degree }, ports, context) {
    const map = openVectorMap(ports);
    const { input, output } = map;
    const products = new PowerProducts(degree);
    return mapVectors(context, map, (row) => {
      const count = input.sizes[row];
      const size = expandedSize(count, degree) - 1;
      if (size > MAX_SIZE) {
        const message = `The expansion would have ${size} values`;
        context.fail(row, { code: 'wrong_size', message, value: count, input });
        return output.closeEmpty();
      }
      spend(size);
      const start = writeDense(input, row, output);
      const values = output.values.slice(start, start + count);
      const isSparse = input.isSparse(row);
      const expanded = products.expand(values, isSparse ? markPresent(input, row) : undefined);
      if (isSparse) writeSparse(expanded, size, output);
      else writeDensely(expanded, size, output);
    });
  },
});

/** The size of the result where vectors have one, undefined where it is too large for a vector. */
function vectorSize(inputSize: number, degree: number): number | undefined {
  let size = 1;
  for (let at = 1; at <= degree && size <= 2 ** 31; at++) size = (size * (inputSize + at)) / at;
  return size - 1 < 2 ** 31 ? Math.round(size) - 1 : undefined;
}

/** Of a sparse row, which features are there. */
function markPresent(input: VectorRegister, row: number): Uint8Array {
  const present = new Uint8Array(input.sizes[row]);
  for (let at = input.starts[row]; at < input.starts[row + 1]; at++) present[input.indices[at]] = 1;
  return present;
}

/** Writes all products but the first, the constant. */
function writeDensely(expanded: Float64Array, size: number, output: VectorRegister): void {
  output.room(size);
  for (let at = 0; at < size; at++) output.values[output.length + at] = expanded[at + 1];
  output.closeDense(size);
}

function writeSparse(expanded: Float64Array, size: number, output: VectorRegister): void {
  output.room(size);
  let count = 0;
  for (let at = 0; at < size; at++) {
    if (expanded[at + 1] === 0) continue;
    output.values[output.length + count] = expanded[at + 1];
    output.indices[output.length + count++] = at;
  }
  output.closeSparse(size, count);
}
