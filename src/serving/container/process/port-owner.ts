import { readdir, readFile, readlink } from 'node:fs/promises';
import { membersOf } from './process-state.ts';

/** Who listens on a port of this machine: the process group asked about, someone else, nobody, or it cannot be told. */
export type PortOwner = 'own' | 'other' | 'nobody' | 'unknown';

/**
 * Looks the port up among the system's listening sockets, then the socket among the open files of the group's processes.
 * Linux only (procfs); elsewhere `unknown`.
 */
export async function findPortOwner(port: number, processGroup: number): Promise<PortOwner> {
  const inodes = await findListening(port);
  return inodes === undefined ? 'unknown' : ownerOf(inodes, processGroup);
}

/**
 * Finds out for each new connection to a container's port whether another process has taken the port meanwhile: a
 * container may lose its listener and live on. The same socket is looked up among the open files once.
 */
export function watchPort(port: number, processGroup: number): () => Promise<boolean> {
  let own = '';
  return async () => {
    const inodes = await findListening(port);
    const sockets = [...(inodes ?? [])].sort().join();
    if (inodes === undefined || sockets === '' || sockets === own) return false;
    const owner = await ownerOf(inodes, processGroup);
    if (owner === 'own') own = sockets;
    return owner === 'other';
  };
}

/** The sockets that listen on a port, by inode; undefined where the system has no such table. */
async function findListening(port: number): Promise<ReadonlySet<string> | undefined> {
  const tables = await Promise.all(
    ['/proc/net/tcp', '/proc/net/tcp6'].map((path) => readFile(path, 'latin1').catch(() => '')),
  );
  if (tables.every((table) => table === '')) return undefined;
  return new Set(tables.flatMap((table) => listeningInodes(table, port)));
}

async function ownerOf(inodes: ReadonlySet<string>, processGroup: number): Promise<PortOwner> {
  if (inodes.size === 0) return 'nobody';
  for (const pid of await membersOf(processGroup)) {
    if (await hasSocket(pid, inodes)) return 'own';
  }
  return 'other';
}

/** Columns of a line: number, local address as hex `address:port`, remote address, state (0A: listening), ..., inode. */
function listeningInodes(table: string, port: number): string[] {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return table
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[1]?.endsWith(suffix) === true && fields[3] === '0A')
    .map((fields) => fields[9] as string);
}

async function hasSocket(pid: string, inodes: ReadonlySet<string>): Promise<boolean> {
  const files = await readdir(`/proc/${pid}/fd`).catch(() => []);
  const links = await Promise.all(files.map((file) => readlink(`/proc/${pid}/fd/${file}`).catch(() => '')));
  return links.some((link) => inodes.has(/^socket:\[(\d+)\]$/.exec(link)?.[1] ?? ''));
}
