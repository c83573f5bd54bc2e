import { constants } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { CommandError } from './command.ts';
import { readError } from './read-error.ts';

/** No longer text fits into one value of JavaScript: 512 MiB. */
const maxBytes = constants.MAX_STRING_LENGTH;

/** All bytes of a file, or of the standard input where the path is `-`. Throws `CommandError`, with `what` it is. */
export async function readWhole(what: string, path: string): Promise<Buffer> {
  if (path === '-') return drain(process.stdin, 'the standard input');
  try {
    const found = await stat(path);
    if (found.isFile() && found.size <= maxBytes) return await readFile(path);
    // A pipe or a device does not say how much will come.
    return await drain(createReadStream(path), path);
  } catch (error) {
    throw error instanceof CommandError ? error : readError(what, path, error);
  }
}

async function drain(stream: Readable, name: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes)
      throw new CommandError(
        `${name} has more than the ${Math.round(maxBytes / 1048576)} MiB that one request may have: catenary transform takes whole data sets.`,
      );
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
