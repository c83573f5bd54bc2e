import { own } from '@catenary/scoring/internal/names';
import { describeFolderError } from '../platform/system/describe-folder-error.ts';
import { OptionError } from './options/option-error.ts';

const another = 'name another folder with --data or CATENARY_DATA';

const remedies: Readonly<Record<string, string>> = {
  EACCES: `start the server as that user, or ${another}`,
  EDQUOT: `make room there, or ${another}`,
  ENOSPC: `make room there, or ${another}`,
  EPERM: `start the server as that user, or ${another}`,
};

/** What the system says of the data folder, or of what is in it at `path`, and what helps. Of any other error, that error. */
export function dataFolderError(data: string, error: NodeJS.ErrnoException, path = data): Error {
  if (error.code === undefined) return error;
  const what = path === data ? `data cannot be ${data}` : `data cannot be ${data}, as of ${path}`;
  return new OptionError(`${what}: ${describeFolderError(path, error)}; ${own(remedies, error.code) ?? another}`);
}
