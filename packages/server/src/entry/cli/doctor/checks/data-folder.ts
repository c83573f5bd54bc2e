import { accessSync, constants, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { dataFolderError } from '../../../data-folder-error.ts';
import type { Check } from '../check.ts';
import { missingBy } from '../missing-by.ts';

/** Whether a server could keep its data there: rights, and that it is a folder. */
export const dataFolderCheck: Check = {
  name: 'data folder',
  run({ options: { data }, server }) {
    const place = nearestFolder(data);
    try {
      if (!statSync(place).isDirectory()) throw Object.assign(new Error(), { code: 'ENOTDIR' });
      accessSync(place, constants.R_OK | constants.W_OK | constants.X_OK);
    } catch (error) {
      return missingBy(dataFolderError(data, error as NodeJS.ErrnoException));
    }
    const used = server === undefined ? 'no server runs' : `the server at ${server.url} runs, process ${server.pid}`;
    return { state: 'ok', says: place === data ? `${data}; ${used}` : `${data} will be made; ${used}` };
  },
};

/** The path itself, or the last part of it that is there. */
export function nearestFolder(path: string): string {
  try {
    statSync(path);
    return path;
  } catch (error) {
    const above = dirname(path);
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return above === path || !isMissing ? path : nearestFolder(above);
  }
}
