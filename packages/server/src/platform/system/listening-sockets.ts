import { readdir, readFile, readlink } from 'node:fs/promises';

/** An open file of a process, and the socket that it is. */
export interface OpenFile {
  readonly path: string;
  /** What it leads to; of a socket `socket:[number]`. */
  readonly target: string;
}

/** The sockets that listen on a port, as open files name them; undefined where the system has no such table (Linux has). */
export async function findListeningSockets(port: number): Promise<ReadonlySet<string> | undefined> {
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

/** The open files of a process; none of one that has ended or is another user's. */
export async function openFilesOf(pid: string): Promise<OpenFile[]> {
  const folder = `/proc/${pid}/fd`;
  const paths = (await readdir(folder).catch(() => [])).map((file) => `${folder}/${file}`);
  return Promise.all(paths.map(async (path) => ({ path, target: await targetOf(path) })));
}

/** What a link leads to; empty if there is none. */
export const targetOf = (path: string): Promise<string> => readlink(path).catch(() => '');
