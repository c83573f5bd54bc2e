import type { Op } from '../../op.ts';
import { mapVectors, writeDense } from '../../plan/map-vectors.ts';
import type { VectorRegister } from '../../plan/vector-register.ts';

/** Longest vector that an expansion may make. */
const MAX_SIZE = 10_000_000;

/**
 * `polynomial_expansion`: all products of powers up to a degree, in Spark's order (x, x², y, xy, y² ...). A running
 * product of 0 leaves its branch at 0, so that 0 * Infinity is 0. Source: Spark `PolynomialExpansion`.
 */
export const polynomialExpansion: Op = {
  name: 'polynomial_expansion',
  compile(context) {
    const degree = context.attributes.integer('degree');
    const input = context.vectors('input');
    const output = context.outputVectors('output');
    let scratch = new Float64Array(0);
    return mapVectors(context, input, output, (row) => {
      const count = input.sizes[row];
      const size = expandedSize(count, degree) - 1;
      if (size > MAX_SIZE) {
        context.fail(row, 'wrong_size', `The expansion would have ${size} values`, count, input);
        return output.closeEmpty();
      }
      const start = writeDense(input, row, output);
      const values = output.values.slice(start, start + count);
      if (scratch.length < size + 1) scratch = new Float64Array(size + 1);
      scratch.fill(0);
      const isSparse = input.isSparse(row);
      const present = isSparse ? markPresent(input, row) : undefined;
      expand(values, count - 1, degree, 1, { target: scratch, present }, 0);
      writeExpanded(scratch, size, isSparse, output);
    });
  },
};

/** C(n + d, d), the number of monomials including the constant; in as many steps as the smaller of the two. */
function expandedSize(count: number, degree: number): number {
  const [few, many] = count < degree ? [count, degree] : [degree, count];
  let size = 1;
  for (let at = 1; at <= few; at++) size = (size * (many + at)) / at;
  return Math.round(size);
}

/** Where monomials are written, and of a sparse row which features are there: others leave their branch at 0 even beside a NaN. */
interface Expansion {
  readonly target: Float64Array;
  readonly present: Uint8Array | undefined;
}

function markPresent(input: VectorRegister, row: number): Uint8Array {
  const present = new Uint8Array(input.sizes[row]);
  for (let at = input.starts[row]; at < input.starts[row + 1]; at++) present[input.indices[at]] = 1;
  return present;
}

/**
 * Writes the monomials of features 0 .. last up to `degree`, each times `factor`, from `at` on; returns where the next
 * goes. The last feature is in the loop, those before it in the recursion; without the first degree, which
 * may have as many features as there is room for, the size limit keeps that below 5,000 deep.
 */
function expand(values: Float64Array, last: number, degree: number, factor: number, to: Expansion, at: number): number {
  if (factor === 0) return at + expandedSize(last + 1, degree);
  if (degree === 0 || last < 0) {
    to.target[at] = factor;
    return at + 1;
  }
  if (degree === 1) return scale(values, last, factor, to, at);
  let next = at;
  let power = factor;
  for (let exponent = 0; exponent <= degree; exponent++) {
    next = expand(values, last - 1, degree - exponent, power, to, next);
    power = to.present?.[last] === 0 ? 0 : power * values[last];
  }
  return next;
}

/** The monomials of the first degree: `factor`, and then it times each feature. */
function scale(values: Float64Array, last: number, factor: number, to: Expansion, at: number): number {
  to.target[at] = factor;
  for (let feature = 0; feature <= last; feature++) {
    const product = to.present?.[feature] === 0 ? 0 : factor * values[feature];
    to.target[at + 1 + feature] = product === 0 ? 0 : product;
  }
  return at + 2 + last;
}

function writeExpanded(expanded: Float64Array, size: number, isSparse: boolean, output: VectorRegister): void {
  output.room(size);
  if (!isSparse) {
    for (let at = 0; at < size; at++) output.values[output.length + at] = expanded[at + 1];
    return output.closeDense(size);
  }
  let count = 0;
  for (let at = 0; at < size; at++) {
    if (expanded[at + 1] === 0) continue;
    output.values[output.length + count] = expanded[at + 1];
    output.indices[output.length + count++] = at;
  }
  output.closeSparse(size, count);
}
