import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { handlerNames, noHandler } from './handler-names.ts';

/** The module of an unpacked archive; rejects with which names it may have. */
export async function findHandler(modelDirectory: string): Promise<string> {
  for (const name of handlerNames) {
    const path = join(modelDirectory, name);
    if ((await stat(path).catch(() => undefined))?.isFile() === true) return path;
  }
  throw new Error(noHandler);
}
