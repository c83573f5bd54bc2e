import { createReadStream } from 'node:fs';

/** Where an archive comes from: the path of a file, its bytes as they come, or all of them. */
export type ArchiveSource = string | AsyncIterable<Uint8Array> | Uint8Array;

export function chunksOf(source: ArchiveSource): AsyncIterable<Uint8Array> {
  if (typeof source === 'string') return createReadStream(source);
  return source instanceof Uint8Array ? once(source) : source;
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
