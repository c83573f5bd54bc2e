import { wrongType } from './wrong-type.ts';

/** A file's content. */
export type Bytes = Uint8Array | ArrayBuffer;

/** The bytes of a file, as given. Throws `wrong_type` for anything else, with what to do. */
export function expectBytes(given: unknown, what = 'A model file'): Uint8Array {
  // By their tag, since bytes may be of another realm (a frame of a page, a context of `vm`).
  const tag = tagOf(given);
  if (tag === 'Uint8Array') return given as Uint8Array;
  if (tag === 'ArrayBuffer') return new Uint8Array(given as ArrayBuffer);
  throw wrongType(what, given, { expected: 'a Uint8Array', hint: hintFor(given) });
}

const tagOf = (given: unknown) => Object.prototype.toString.call(given).slice(8, -1);

function hintFor(given: unknown): string {
  if (typeof given === 'string') return '; read the file without an encoding';
  const tag = tagOf(given);
  if (tag === 'SharedArrayBuffer') return '; write new Uint8Array(buffer)';
  if (tag === 'Blob' || tag === 'File' || tag === 'Response') return '; write await it.arrayBuffer(), or use load()';
  return tag === 'Promise' ? '; await it first' : '';
}
