import { getSystemErrorMessage } from 'node:util';
import { own } from '@catenary/scoring/internal/names';

/** What the system's codes mean for a file, in words that complete "it cannot be read: ...". */
const meanings: Readonly<Record<string, string>> = {
  EACCES: 'this user may not',
  EDQUOT: 'the disk space that this user may have is used up',
  EEXIST: 'it is there already',
  EIO: 'the disk does not work',
  EISDIR: 'it is a folder',
  ELOOP: 'its links lead in a circle',
  EMFILE: 'this process has too many files open (ulimit -n)',
  ENAMETOOLONG: 'its name is too long',
  ENFILE: 'the system has too many files open',
  ENOENT: 'there is no such file or folder',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of its path is a file, not a folder',
  EPERM: 'this user may not',
  EROFS: 'the disk is read-only',
};

/** What the system said of a file, with its code: `the disk is full (ENOSPC)`. The message of an error that is not the system's. */
export function describeSystemError(error: unknown): string {
  const { code, errno, message } = error as NodeJS.ErrnoException;
  if (code === undefined) return message;
  const meaning = own(meanings, code);
  if (meaning !== undefined) return `${meaning} (${code})`;
  return errno === undefined || errno >= 0 ? code : `${getSystemErrorMessage(errno)} (${code})`;
}
