import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { ModelFiles } from '@catenary/scoring/internal/frame';
import { pack } from 'tar-stream';

/** Files as a tar.gz, with fixed times and owners, so that the same files are the same bytes. */
export async function packFiles(files: ModelFiles): Promise<Buffer> {
  const tar = pack();
  for (const [name, bytes] of files) tar.entry({ name, mode: 0o644, mtime: new Date(0) }, Buffer.from(bytes));
  tar.finalize();
  const gzip = createGzip();
  const [packed] = await Promise.all([buffer(gzip), pipeline(tar, gzip)]);
  return packed;
}
