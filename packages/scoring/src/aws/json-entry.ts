import type { ZipEntries } from '../formats/zip-entries.ts';
import { ScoringError } from '../scoring-error.ts';
import { decodeUtf8 } from '../text/decode-utf8.ts';

/** Most bytes that a model in a zip may expand to. */
export const MAX_MODEL_BYTES = 2 ** 30;

/** A file of JSON in a zip. Throws `bad_model` if it is none. */
export function readJsonEntry(zip: ZipEntries, name: string): unknown {
  try {
    return JSON.parse(decodeUtf8(zip.read(name)));
  } catch (error) {
    if (error instanceof ScoringError) throw error;
    throw new ScoringError('bad_model', `The file ${name} of the model is no JSON.`);
  }
}
