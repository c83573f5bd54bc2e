import { join } from 'node:path';
import { FolderInUseError, lockFolder } from '../platform/store/folder-lock.ts';
import { readStateFile } from './state-file.ts';

/**
 * Takes the data folder for this process; returns what gives it back. Throws `FolderInUseError`, which names the server that
 * has it, or `DatabaseFileError`.
 */
export async function lockDataFolder(data: string): Promise<() => void> {
  try {
    return lockFolder(join(data, 'lock.sqlite'));
  } catch (error) {
    if (!(error instanceof FolderInUseError)) throw error;
    throw new FolderInUseError(
      `Another server has the data folder ${data}${await describeServer(data)}: stop it, or name another folder with --data or CATENARY_DATA.`,
    );
  }
}

/** What it wrote about itself when it was ready. */
async function describeServer(data: string): Promise<string> {
  const text = await readStateFile(join(data, 'server.json')).catch(() => undefined);
  const [pid, url] = [/"pid":(\d+)/, /"url":"([^"]+)"/].map((fact) => fact.exec(text ?? '')?.[1]);
  return pid === undefined || url === undefined ? '' : ` (process ${pid}, at ${url})`;
}
