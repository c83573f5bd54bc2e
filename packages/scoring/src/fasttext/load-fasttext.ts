import { decodeUtf8 } from '../text/decode-utf8.ts';
import { damaged } from './damaged.ts';
import { FasttextModel } from './fasttext-model.ts';
import { readFasttext } from './read-fasttext.ts';
import { readWordVectors, type WordVectors } from './word-vectors.ts';

/** First bytes of fastText's binary files, 793712314 as they write it. */
const MARK = [0xba, 0x16, 0x4f, 0x2f];

export const isFasttextBinary = (bytes: Uint8Array) => MARK.every((byte, at) => bytes[at] === byte);

/** A model of fastText's binary format, or the vectors of words from its text. Throws `ScoringError`. */
export function loadFasttext(bytes: Uint8Array): FasttextModel | WordVectors {
  if (!isFasttextBinary(bytes)) return readWordVectors(bytes);
  const file = readFasttext(bytes);
  return new FasttextModel(file, file.dictionary.labels.map(labelText));
}

function labelText(bytes: Uint8Array, at: number): string {
  try {
    return decodeUtf8(bytes);
  } catch {
    throw damaged(`has a label ${at} that is no UTF-8`);
  }
}
