import { ScoringError } from '../scoring-error.ts';
import { shown } from './shown.ts';

/** The bytes of a file, as given. Throws `wrong_type` for anything else, with what to do. */
export function expectBytes(given: unknown, what = 'A model file'): Uint8Array {
  // By its tag, since the bytes may be of another realm (a frame of a page, a context of `vm`).
  if (tagOf(given) === 'Uint8Array') return given as Uint8Array;
  throw new ScoringError('wrong_type', `${what} is to be given as a Uint8Array, not as ${shown(given)}${hint(given)}.`);
}

const tagOf = (given: unknown) => Object.prototype.toString.call(given).slice(8, -1);

function hint(given: unknown): string {
  if (typeof given === 'string') return '; read the file without an encoding';
  const tag = tagOf(given);
  if (tag === 'ArrayBuffer' || tag === 'SharedArrayBuffer') return '; write new Uint8Array(buffer)';
  if (tag === 'Blob' || tag === 'File' || tag === 'Response') return '; write new Uint8Array(await it.arrayBuffer())';
  return tag === 'Promise' ? '; await it first' : '';
}
