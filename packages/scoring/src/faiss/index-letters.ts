import { decodeLatin1 } from '../text/decode-latin1.ts';

/** What indexes that are read begin with: flat (three forms), IVF flat, IVF PQ, and those with ids of their own (two forms). */
export const indexLetters = ['IxF2', 'IxFI', 'IxFl', 'IwFl', 'IwPQ', 'IxMp', 'IxM2'] as const;

export type IndexLetters = (typeof indexLetters)[number];

/** Whether a file begins as an index of Faiss's that is read; asking is light, without the readers. */
export const isFaissIndex = (bytes: Uint8Array) =>
  (indexLetters as readonly string[]).includes(decodeLatin1(bytes.subarray(0, 4)));
