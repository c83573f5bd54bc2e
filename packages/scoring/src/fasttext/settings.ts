import type { BinaryCursor } from '../formats/binary-cursor.ts';
import { damaged } from './damaged.ts';

/** What `.bin` and `.ftz` files begin with, as a number, and the versions of them that there are. */
const MAGIC = 793712314;
const VERSIONS = [11, 12];

/** Longest n-grams of a word's characters, and of words, that a file may ask for: far more than anybody trains with. */
const LONGEST = 64;

/** What a model was trained with, as far as it matters to answers. */
export interface Settings {
  readonly dimension: number;
  readonly wordNgrams: number;
  readonly loss: number;
  /** True for labels; else words have vectors alone (CBOW, skip-gram). */
  readonly isSupervised: boolean;
  readonly model: string;
  /** How many rows n-grams share. */
  readonly buckets: number;
  /** Shortest and longest n-grams of a word's characters; none if `longest` is 0. */
  readonly shortest: number;
  readonly longest: number;
}

const models: Readonly<Record<number, string>> = { 1: 'cbow', 2: 'skipgram', 3: 'supervised' };

/** Reads the head of a file. Source: fastText's `src/fasttext.cc` (`checkModel`, `loadModel`) and `src/args.cc`. */
export function readSettings(cursor: BinaryCursor): Settings {
  if (cursor.i32() !== MAGIC) throw damaged("does not begin with fastText's mark");
  const version = cursor.i32();
  if (!VERSIONS.includes(version)) throw damaged(`has version ${version}; read are ${VERSIONS.join(' and ')}`);
  const [dimension, , , , , wordNgrams, loss, kind] = Array.from({ length: 8 }, cursor.i32) as NumberList;
  const [buckets, shortest, longest] = [cursor.i32(), cursor.i32(), cursor.i32()];
  cursor.take(12); // lrUpdateRate and t, which are for training
  const model = models[kind];
  if (model === undefined) throw damaged(`has a model of the unknown kind ${kind}`);
  const isSupervised = kind === 3;
  if (dimension <= 0) throw damaged(`has vectors of ${dimension} numbers`);
  if (wordNgrams > LONGEST || longest > LONGEST)
    throw damaged(`asks for n-grams of ${Math.max(wordNgrams, longest)} parts; read are up to ${LONGEST}`);
  if (buckets < 0 || (buckets === 0 && (longest > 0 || wordNgrams > 1))) throw damaged('has n-grams without a place');
  return {
    dimension,
    wordNgrams,
    loss,
    isSupervised,
    model,
    buckets,
    shortest,
    // Supervised models of version 11 have no n-grams of characters, whatever they say.
    longest: version === 11 && isSupervised ? 0 : Math.max(0, longest),
  };
}

type NumberList = [number, number, number, number, number, number, number, number];
