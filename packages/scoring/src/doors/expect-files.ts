import type { ModelFiles } from '../model-files.ts';
import { expectBytes } from './expect-bytes.ts';
import { wrongType } from './wrong-type.ts';

/** The files of an opened archive, as given. Throws `wrong_type` for anything else, with what to do. */
export function expectFiles(given: unknown): ModelFiles {
  if (Object.prototype.toString.call(given) !== '[object Map]')
    throw wrongType('The model', given, { expected: 'a Map of path to bytes', hint: '; open an archive first' });
  for (const [path, bytes] of given as ReadonlyMap<unknown, unknown>) {
    if (typeof path !== 'string') throw wrongType('The path of a file', path, { expected: 'a text' });
    expectBytes(bytes, `The file ${JSON.stringify(path.slice(0, 200))}`);
  }
  return given as ModelFiles;
}
