import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { readStateFile, writeStateFile } from './state-file.ts';

/**
 * What this server is called in the leases of its store: made once and kept in the data folder, so that a server that
 * was killed finds its own leases and need not wait for them to expire. Only one process has the folder at a time.
 * What is no name is replaced: two servers with an empty one would share their leases. Throws `OptionError`.
 */
export async function loadServerId(dataDirectory: string): Promise<string> {
  const path = join(dataDirectory, 'server-id');
  const kept = (await readStateFile(path))?.trim() ?? '';
  if (/^[\w-]{1,64}$/.test(kept)) return kept;
  const id = randomUUID();
  await writeStateFile(path, `${id}\n`, 'over another');
  return id;
}
