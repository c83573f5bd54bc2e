import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeFolderError } from '../../platform/system/describe-folder-error.ts';
import { CommandError } from './command.ts';

const paths = new Set<string>();

/** Folders and files of this command that a signal which ends it takes away; `finally` does for any other end. */
export function removeWhenStopped(...further: readonly string[]): void {
  if (paths.size === 0) for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stop);
  for (const path of further) paths.add(path);
}

/** A folder of the command's own among the temporary files. */
export async function makeScratch(name: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `catenary-${name}-`)).catch((error: NodeJS.ErrnoException) => {
    const why = describeFolderError(tmpdir(), error);
    throw new CommandError(
      `Cannot make a folder for temporary files in ${tmpdir()}: ${why}; TMPDIR names another one.`,
    );
  });
  removeWhenStopped(folder);
  return folder;
}

/** Ends as the signal would have ended it. What is still written to may fill up once more: `rmSync` tries again. */
function stop(signal: NodeJS.Signals): void {
  for (const path of paths) rmSync(path, { recursive: true, force: true, maxRetries: 5 });
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
}
