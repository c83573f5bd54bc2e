import { unwatchFile, watchFile } from 'node:fs';

/** How often files are looked at, milliseconds. */
const everyMs = 1_000;

/**
 * Calls `onChange` some time after one of the files has become another, until the function that it gives is called. Files are looked
 * at again and again: mounted secrets change by a link far above them, which the system does not notify of.
 */
export function followFiles(paths: readonly string[], onChange: () => void): () => void {
  for (const path of paths) watchFile(path, { interval: everyMs, persistent: false }, onChange);
  return () => {
    for (const path of paths) unwatchFile(path, onChange);
  };
}
