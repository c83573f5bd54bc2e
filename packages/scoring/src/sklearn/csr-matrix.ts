import { NdArray } from '../pickle/numpy/nd-array.ts';
import type { PickleObject } from '../pickle/pickle-object.ts';
import { PickleTuple } from '../pickle/pickle-tuple.ts';
import { ScoringError } from '../scoring-error.ts';
import type { Coefficients } from './coefficients.ts';

/** Most cells that a sparse matrix of a model may be written out to (128 MiB). */
const MAX_CELLS = 2 ** 24;

/** A scipy `csr_matrix` or `csr_array`, written out; undefined for any other object. Throws `bad_model` if it is broken. */
export function readCsrMatrix(object: PickleObject): Coefficients | undefined {
  if (!/^csr_(matrix|array)$/.test(object.global.name) || !(object.state instanceof Map)) return undefined;
  const part = (name: string): unknown => (object.state as Map<unknown, unknown>).get(name);
  const [shape, data, indices, starts] = [part('_shape'), part('data'), part('indices'), part('indptr')];
  const [rows, columns] = shape instanceof PickleTuple ? shape.items : [];
  const isSound =
    data instanceof NdArray &&
    indices instanceof NdArray &&
    starts instanceof NdArray &&
    Number.isSafeInteger(rows) &&
    Number.isSafeInteger(columns);
  if (
    !isSound ||
    indices.size !== data.size ||
    starts.size !== Number(rows) + 1 ||
    !(Number(rows) * Number(columns) <= MAX_CELLS)
  ) {
    throw brokenMatrix();
  }
  const width = Number(columns);
  const values = new Float64Array(Number(rows) * width);
  const [numbers, places, ends] = [data.doubles(), indices.doubles(), starts.doubles()];
  for (let row = 0; row < Number(rows); row++) {
    if (!(ends[row] >= 0 && ends[row] <= ends[row + 1] && ends[row + 1] <= numbers.length)) throw brokenMatrix();
    for (let at = ends[row]; at < ends[row + 1]; at++) {
      if (!(places[at] >= 0 && places[at] < width)) throw brokenMatrix();
      values[row * width + places[at]] += numbers[at];
    }
  }
  return { rows: Number(rows), columns: width, values };
}

function brokenMatrix(): ScoringError {
  return new ScoringError('bad_model', 'A sparse matrix of the model is broken, or larger than any that is read.');
}
