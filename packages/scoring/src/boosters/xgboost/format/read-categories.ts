import { encodeUtf8 } from '../../../text/encode-utf8.ts';
import { badModel } from './bad-model.ts';
import { decodeText } from './decode-text.ts';
import type { DocumentObject } from './document-object.ts';

/** The categories of one column, in the order of their codes. */
export interface Categories {
  readonly values: readonly unknown[];
  /** The code of a text that is none of the values, but one of them to XGBoost. */
  readonly alias?: (text: string) => number | undefined;
}

/**
 * The categories of the training frame, by column: texts, or whole numbers. Columns of numbers have none. XGBoost keeps them
 * since 3.1. Throws `bad_model`.
 * Source: `src/data/cat_container.cc` and `_data_utils.py` of XGBoost 3.2.
 */
export function readCategories(model: DocumentObject): ReadonlyMap<number, Categories> {
  const categories = new Map<number, Categories>();
  const columns = model.has('cats') ? model.object('cats').objects('enc') : [];
  columns.forEach((column, at) => {
    const read = column.has('offsets') ? readTexts(column) : { values: column.integers('values') };
    if (read.values.length > 0) categories.set(at, read);
  });
  return categories;
}

/**
 * Texts in UTF-8, one behind the other, and where each of them begins. Python counts that in characters, and writes as
 * many bytes as there are characters; where all are ASCII it is the same. Beyond that texts are cut off or shifted, in
 * the file as in what XGBoost compares with it, so a text is found unchanged, or as XGBoost would have written it by
 * itself.
 */
function readTexts(column: DocumentObject): Categories {
  const bytes = Uint8Array.from(column.numbers('values'));
  const offsets = Array.from(column.numbers('offsets'));
  const isSound = offsets.every((offset, at) => offset >= (offsets[at - 1] ?? 0) && offset <= bytes.length);
  if (!isSound) throw badModel('has categories outside of their texts');
  const pieces = offsets.slice(1).map((end, at) => bytes.subarray(offsets[at], end));
  const isAscii = bytes.every((byte) => byte < 0x80);
  if (isAscii) return { values: pieces.map((piece) => decodeText(piece)) };
  const characters = Array.from(decodeText(bytes, true));
  const codes = new Map(pieces.map((piece, code) => [String(piece), code]));
  const alias = (text: string) => {
    const encoded = encodeUtf8(text);
    return codes.get(String(encoded.subarray(0, Array.from(text).length))) ?? codes.get(String(encoded));
  };
  // Cut off, the last texts are found by their alias alone.
  const values = offsets
    .slice(1)
    .map((end, at) => (end > characters.length ? undefined : characters.slice(offsets[at], end).join('')));
  return { values: values.map((value, code) => value ?? `\u0000${code}`), alias };
}
