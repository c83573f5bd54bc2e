import { ZipEntries } from '../../formats/zip-entries.ts';
import { inertClass } from '../../pickle/inert-class.ts';
import { readNpy } from '../../pickle/numpy/read-npy.ts';
import { PickleGlobal, PickleObject } from '../../pickle/pickle-object.ts';
import { PickleTuple } from '../../pickle/pickle-tuple.ts';
import { badSkops } from './bad-skops.ts';
import type { SkopsState } from './skops-reader.ts';

/**
 * A .npz file of `scipy.sparse.save_npz`, as a pickle of the matrix describes it: `_shape`, `data`, `indices`, `indptr`.
 * Formats without `indptr` keep what they have; who needs rows will refuse them.
 */
export function readSparseMatrix(bytes: Uint8Array, { __module__: module, __class__: name }: SkopsState): PickleObject {
  // A matrix may expand as far as deflate can, 1032 to 1.
  const archive = new ZipEntries(bytes, bytes.length * 1032);
  const object = new PickleObject(new PickleGlobal(String(module), String(name), inertClass), []);
  const state = new Map<unknown, unknown>();
  for (const part of ['data', 'indices', 'indptr']) {
    if (archive.has(`${part}.npy`)) state.set(part, readNpy(archive.read(`${part}.npy`)));
  }
  const shape = readNpy(archive.read('shape.npy')).doubles();
  if (shape.length !== 2) throw badSkops('a sparse matrix of another shape than rows and columns');
  state.set('_shape', new PickleTuple(Array.from(shape)));
  object.state = state;
  return object;
}
