import { readdir, readFile } from 'node:fs/promises';
import { findListeningSockets, openFilesOf } from './listening-sockets.ts';

/** A process of this machine. */
export interface KnownProcess {
  readonly pid: string;
  /** The words that it was started with. */
  readonly command: string;
}

/** The process that listens on a port; undefined if it is another user's, or where the system does not say (Linux does). */
export async function findListeningProcess(port: number): Promise<KnownProcess | undefined> {
  const sockets = await findListeningSockets(port);
  if (sockets === undefined || sockets.size === 0) return undefined;
  const entries = await readdir('/proc').catch(() => []);
  for (const pid of entries.filter((name) => /^\d+$/.test(name))) {
    const files = await openFilesOf(pid);
    if (files.some(({ target }) => sockets.has(target))) return { pid, command: await commandOf(pid) };
  }
  return undefined;
}

async function commandOf(pid: string): Promise<string> {
  const words = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return words.replaceAll('\0', ' ').trim();
}
