import { containerBaseEnvironment } from './base-environment.ts';
import type { Box, BoxView } from './box.ts';
import { processGroupBox } from './boxes/process-group.ts';
import { SocketFolders } from './socket-folders.ts';

/** What the processes of one container run in. */
export interface Enclosure {
  readonly box: Box;
  /** Whether the container's model has EnableNetworkIsolation. */
  readonly isOffline: boolean;
  /** Where sockets lie that reach them. */
  readonly sockets: SocketFolders;
  /** Most address space of each of them, MiB; undefined or 0: no limit. */
  readonly memoryMB?: number | undefined;
}

/** For callers that start processes of their own. */
export const openEnclosure: Enclosure = {
  box: processGroupBox,
  isOffline: false,
  sockets: new SocketFolders(),
};

/** Most processes and threads of one box, which its user has there alone. */
const maxProcesses = 4096;

/**
 * The variables of the server's environment that a process gets if its home and its temporary files are in a box of its
 * own.
 */
export function baseEnvironment({ box }: Enclosure): Record<string, string> {
  const base = containerBaseEnvironment();
  return box.isClosed ? { ...base, HOME: '/tmp', TMPDIR: '/tmp' } : base;
}

/** How a process is set up, and what it is shown. */
export function childOptions(enclosure: Enclosure, view: Omit<BoxView, 'directory' | 'isOffline'>) {
  const { box, isOffline, memoryMB = 0 } = enclosure;
  const setup = [...(box.isClosed ? processLimit : []), ...(memoryMB > 0 ? [memoryLimit(memoryMB)] : [])];
  return { box, view: { ...view, isOffline }, setup };
}

/** Shells differ in the letter. The limit does not hold for the superuser (getrlimit(2)). */
const processLimit = [`ulimit -u ${maxProcesses} 2>/dev/null || ulimit -p ${maxProcesses} 2>/dev/null`];

/** Holds for each process that it starts, too. A process that asks for more gets none; it does not start without its limit. */
const memoryLimit = (megabytes: number) =>
  `ulimit -v ${megabytes * 1024} || { echo "the memory limit of ${megabytes} MiB cannot be set here" >&2; exit 126; }`;

/** Why a container whose model has EnableNetworkIsolation cannot be run. */
export function isolationRefusal(hostname: string): string {
  return `EnableNetworkIsolation: container ${hostname} runs as a process, which this server cannot cut off from the network: ${howToGetBubblewrap}.`;
}

/** Said where bubblewrap is needed and does not work. */
export const howToGetBubblewrap =
  'install bubblewrap (apt-get install bubblewrap, dnf install bubblewrap), allow this user to make user namespaces, and start the server again with sandbox auto';
