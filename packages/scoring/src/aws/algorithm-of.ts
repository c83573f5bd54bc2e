import { isFaissIndex } from '../faiss/index-letters.ts';
import { isZip } from '../formats/is-zip.ts';
import { decodeLatin1 } from '../text/decode-latin1.ts';

/** AWS's own algorithms whose models are read. */
export type Algorithm = 'linear-learner' | 'kmeans' | 'pca' | 'factorization-machines' | 'knn';

/** Files that only one of the algorithms keeps in its zip archive. */
const entries: readonly (readonly [name: string, algorithm: Algorithm])[] = [
  ['additional-params.json', 'linear-learner'],
  ['meta.json', 'factorization-machines'],
];

/** How far from its end the directory of a zip archive of so few files lies. */
const DIRECTORY_BYTES = 4096;

/**
 * Whose model a file `model_algo-1` is, by its layout: linear learner and factorization machines keep zip archives of
 * different files, k-NN an index of Faiss, k-means and PCA lists of MXNet's arrays, without names and with them. Undefined for another file.
 * Source: published artifacts, as for the readers.
 */
export function algorithmOf(bytes: Uint8Array): { readonly algorithm: Algorithm; readonly reason: string } | undefined {
  if (isFaissIndex(bytes)) return { algorithm: 'knn', reason: 'is an index of Faiss' };
  if (isZip(bytes)) {
    const directory = decodeLatin1(bytes.subarray(-DIRECTORY_BYTES));
    const [name, algorithm] = entries.find(([entry]) => directory.includes(entry)) ?? [];
    return name === undefined || algorithm === undefined
      ? undefined
      : { algorithm, reason: `is a zip archive with ${name} in it` };
  }
  if (bytes.length < 16 || bytes[0] !== 0x12 || bytes[1] !== 0x01) return undefined;
  // The count of names is the last number of a list that has none.
  const isUnnamed = bytes.subarray(-8).every((byte) => byte === 0);
  return isUnnamed
    ? { algorithm: 'kmeans', reason: "is a list of MXNet's arrays without names" }
    : { algorithm: 'pca', reason: "is a list of MXNet's arrays with names" };
}
