import { type ChildProcess, spawn } from 'node:child_process';
import { relayScript, relaySocket } from '../process/relay.ts';

/**
 * A way to a container without a network: a process in its namespace that forwards a socket of the file system. It ends with the
 * container's. Throws where this server may not enter it.
 */
export function startRelay(pid: number, folder: string, port: number): ChildProcess {
  if (process.getuid?.() !== 0)
    throw new Error(
      'EnableNetworkIsolation of an image needs a server that runs as root beside its engine: it enters the network of the container.',
    );
  const words = [`--net=/proc/${pid}/ns/net`, process.execPath, '-e', relayScript, relaySocket(folder), String(port)];
  return spawn('nsenter', words, { stdio: 'ignore', env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin' } });
}
