import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { relayScript, relaySocket } from '../process/relay.ts';

/** Its standard input ends when this server does, however that happens. */
const script = `${relayScript}process.stdin.on('end', () => process.exit()).resume();`;

/**
 * A way to a container without a network: a process in its namespace that forwards a socket of the file system. It ends with this
 * server. Rejects where this server may not enter the namespace.
 */
export async function startRelay(pid: number, folder: string, port: number): Promise<ChildProcess> {
  if (process.getuid?.() !== 0)
    throw new Error(
      'EnableNetworkIsolation of an image needs a server that runs as root beside its engine: it enters the network of the container.',
    );
  const words = [`--net=/proc/${pid}/ns/net`, process.execPath, '-e', script, relaySocket(folder), String(port)];
  const env = { PATH: process.env['PATH'] ?? '/usr/bin:/bin' };
  const relay = spawn('nsenter', words, { stdio: ['pipe', 'ignore', 'ignore'], env });
  await once(relay, 'spawn');
  return relay;
}
