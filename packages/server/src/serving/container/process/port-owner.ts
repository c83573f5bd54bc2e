import {
  findListeningSockets,
  type OpenFile,
  openFilesOf,
  targetOf,
} from '../../../platform/system/listening-sockets.ts';
import { processGroupMembers } from './process-group.ts';

/**
 * Who listens on a port of this machine: the process group asked about, another process, none, or it is not known.
 */
export type PortOwner = 'own' | 'other' | 'none' | 'unknown';

/**
 * Looks the port up among the system's listening sockets, then the socket among the open files of the group's
 * processes. Linux only (procfs); elsewhere `unknown`.
 */
export async function findPortOwner(port: number, processGroup: number): Promise<PortOwner> {
  return (await lookUp(port, processGroup)).owner;
}

/**
 * Finds out for each new connection to a container's port whether another process has taken the port meanwhile: a
 * container may lose its listener and live on. While it has its listener open, no other process can have the port: that
 * is one system call, where the table of all sockets takes milliseconds to read.
 */
export function watchPort(port: number, processGroup: number): () => Promise<boolean> {
  let own: OpenFile | undefined;
  return async () => {
    if (own !== undefined && (await targetOf(own.path)) === own.target) return false;
    const { owner, listener } = await lookUp(port, processGroup);
    own = listener;
    return owner === 'other';
  };
}

async function lookUp(
  port: number,
  processGroup: number,
): Promise<{ readonly owner: PortOwner; readonly listener?: OpenFile }> {
  const sockets = await findListeningSockets(port);
  if (sockets === undefined) return { owner: 'unknown' };
  if (sockets.size === 0) return { owner: 'none' };
  for (const pid of await processGroupMembers(processGroup)) {
    const listener = (await openFilesOf(pid)).find(({ target }) => sockets.has(target));
    if (listener !== undefined) return { owner: 'own', listener };
  }
  return { owner: 'other' };
}
