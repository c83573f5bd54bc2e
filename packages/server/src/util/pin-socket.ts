import { closeSync, constants, fstatSync, openSync } from 'node:fs';

/** Opens what a path names, without reading it: open(2). */
const pathOnly = 0o10000000;

export interface PinnedSocket {
  /** Leads to the socket that was there, whatever is put in its place. */
  readonly path: string;
  /** To be called when a connection to it has been made, or was not; once or more. */
  readonly release: () => void;
}

/**
 * Finds the socket at a path in a folder that another process may write to: connect(2) follows a link that it has put there, to any
 * socket of the machine. Throws what the system says, and `ENOTSOCK` for anything else than a socket.
 */
export function pinSocket(path: string): PinnedSocket {
  // Other systems have no boxes in which a process may write to such a folder and to no other.
  if (process.platform !== 'linux') return { path, release: () => undefined };
  const file = openSync(path, pathOnly | constants.O_NOFOLLOW);
  let isOpen = true;
  const release = () => {
    if (isOpen) closeSync(file);
    isOpen = false;
  };
  if (fstatSync(file).isSocket()) return { path: `/proc/self/fd/${file}`, release };
  release();
  throw Object.assign(new Error(`${path} is no socket`), { code: 'ENOTSOCK' });
}
