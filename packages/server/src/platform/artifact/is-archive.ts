import { open } from 'node:fs/promises';
import { constants, gunzipSync } from 'node:zlib';
import { blockBytes, isTarHeader } from './tar-header.ts';

/** Enough of a gzip stream for the first block of what is in it, whatever its header holds. */
const headBytes = 64 * 1024;

/** Whether a file is a tar, tar.gz or zip archive, by its first bytes. Rejects with the file system's error. */
export async function isArchive(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    const head = buffer.subarray(0, bytesRead);
    if (['PK\x03\x04', 'PK\x05\x06'].includes(head.toString('latin1', 0, 4))) return true;
    if (head[0] === 0x1f && head[1] === 0x8b) return isTarHeader(gunzipHead(head));
    return bytesRead >= blockBytes && isTarHeader(head.subarray(0, blockBytes));
  } finally {
    await file.close();
  }
}

/** The first block inside; empty if the stream is damaged. */
function gunzipHead(head: Buffer): Buffer {
  try {
    return gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH }).subarray(0, blockBytes);
  } catch {
    return Buffer.alloc(0);
  }
}
