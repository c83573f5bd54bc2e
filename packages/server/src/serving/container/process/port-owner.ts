import { readdir, readFile, readlink } from 'node:fs/promises';
import { processGroupMembers } from './process-group.ts';

/**
 * Who listens on a port of this machine: the process group asked about, another process, nobody, or it is not known.
 */
export type PortOwner = 'own' | 'other' | 'nobody' | 'unknown';

/** An open file of a process, and the socket that it is. */
interface OpenSocket {
  readonly path: string;
  readonly socket: string;
}

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
  let own: OpenSocket | undefined;
  return async () => {
    if (own !== undefined && (await linkOf(own.path)) === own.socket) return false;
    const { owner, listener } = await lookUp(port, processGroup);
    own = listener;
    return owner === 'other';
  };
}

async function lookUp(
  port: number,
  processGroup: number,
): Promise<{ readonly owner: PortOwner; readonly listener?: OpenSocket }> {
  const sockets = await findListening(port);
  if (sockets === undefined) return { owner: 'unknown' };
  if (sockets.size === 0) return { owner: 'nobody' };
  for (const pid of await processGroupMembers(processGroup)) {
    const listener = (await openFiles(pid)).find(({ socket }) => sockets.has(socket));
    if (listener !== undefined) return { owner: 'own', listener };
  }
  return { owner: 'other' };
}

/** The sockets that listen on a port, as open files name them; undefined where the system has no such table. */
async function findListening(port: number): Promise<ReadonlySet<string> | undefined> {
  const tables = await Promise.all(
    ['/proc/net/tcp', '/proc/net/tcp6'].map((path) => readFile(path, 'latin1').catch(() => '')),
  );
  if (tables.every((table) => table === '')) return undefined;
  return new Set(tables.flatMap((table) => listeningSockets(table, port)));
}

/**
 * Columns of a line: number, local address as hex `address:port`, remote address, state (0A: listening), ..., inode.
 */
function listeningSockets(table: string, port: number): string[] {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return table
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[1]?.endsWith(suffix) === true && fields[3] === '0A')
    .map((fields) => `socket:[${fields[9]}]`);
}

async function openFiles(pid: string): Promise<OpenSocket[]> {
  const folder = `/proc/${pid}/fd`;
  const paths = (await readdir(folder).catch(() => [])).map((file) => `${folder}/${file}`);
  return Promise.all(paths.map(async (path) => ({ path, socket: await linkOf(path) })));
}

const linkOf = (path: string) => readlink(path).catch(() => '');
