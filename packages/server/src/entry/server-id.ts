import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What this server is called in the leases of its store: made once and kept in the data folder, so that a server that
 * was killed finds its own leases and need not wait for them to expire. Only one process has the folder at a time.
 */
export function loadServerId(dataDirectory: string): string {
  const path = join(dataDirectory, 'server-id');
  if (existsSync(path)) return readFileSync(path, 'utf8').trim();
  const id = randomUUID();
  // Renamed into its place: two servers that read half of one would share it.
  writeFileSync(`${path}.new`, `${id}\n`);
  renameSync(`${path}.new`, path);
  return id;
}
