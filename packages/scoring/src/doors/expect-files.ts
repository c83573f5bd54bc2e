import type { ModelFiles } from '../model-files.ts';
import { ScoringError } from '../scoring-error.ts';
import { expectBytes } from './expect-bytes.ts';
import { shown } from './shown.ts';

/** The files of an opened archive, as given. Throws `wrong_type` for anything else, with what to do. */
export function expectFiles(given: unknown): ModelFiles {
  if (Object.prototype.toString.call(given) !== '[object Map]') {
    throw new ScoringError(
      'wrong_type',
      `The files of the model are to be given as a Map of path to bytes, not as ${shown(given)}; open an archive first.`,
    );
  }
  for (const [path, bytes] of given as ReadonlyMap<unknown, unknown>) {
    if (typeof path !== 'string')
      throw new ScoringError('wrong_type', `The path of a file is ${shown(path)}, not a text.`);
    expectBytes(bytes, `The file ${JSON.stringify(path.slice(0, 200))}`);
  }
  return given as ModelFiles;
}
