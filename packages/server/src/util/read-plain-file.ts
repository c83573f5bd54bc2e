import { constants, open } from 'node:fs/promises';
import { own } from '@catenary/scoring/internal/names';

/**
 * The bytes of a file that is a plain one and not larger than that. Never waits, as reading a FIFO would, never follows
 * a link in its last step unless asked to, and never reads more, as a device could give bytes without end. Rejects saying
 * which of these it was; the cause is the system's error, if it is one.
 */
export async function readPlainFile(
  path: string,
  maxBytes: number,
  links: 'refused' | 'followed' = 'refused',
): Promise<Buffer> {
  const onLink = links === 'refused' ? constants.O_NOFOLLOW : 0;
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK | onLink).catch(notReadable);
  try {
    const stat = await file.stat();
    if (!stat.isFile()) throw new Error('it is not a plain file');
    if (stat.size > maxBytes) throw new Error(`it has ${stat.size} bytes, more than ${maxBytes}`);
    // A file of /proc says that it is empty: reading, too, has its limit.
    const bytes = Buffer.alloc(Math.min(maxBytes, Math.max(stat.size, 4096)) + 1);
    let length = 0;
    while (length < bytes.length) {
      const { bytesRead } = await file.read(bytes, length, bytes.length - length);
      if (bytesRead === 0) return bytes.subarray(0, length);
      length += bytesRead;
    }
    throw new Error('it grows while it is read, or is no plain file');
  } finally {
    await file.close();
  }
}

function notReadable(error: NodeJS.ErrnoException): never {
  const reasons: Readonly<Record<string, string>> = { ENOENT: 'there is no such file', ELOOP: 'it is a link' };
  throw new Error(own(reasons, error.code ?? '') ?? `it cannot be opened (${error.code})`, { cause: error });
}
