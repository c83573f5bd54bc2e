import { join } from 'node:path';
import { quote } from './gate.ts';

/** Forwards connections from a socket in the file system to a port of the loopback that only its box has. */
export const relayScript = `
const net = require('node:net');
const [socket, port] = process.argv.slice(1);
net.createServer({ allowHalfOpen: true, noDelay: true }, (from) => {
  const to = net.connect({ port: Number(port), host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
  from.on('error', () => to.destroy()).on('close', () => to.destroy());
  to.on('error', () => from.destroy()).on('close', () => from.destroy());
  from.pipe(to).pipe(from);
}).listen(socket);
`;

export const relaySocket = (folder: string): string => join(folder, 'relay.sock');

/** Shell commands that start the relay inside of the box, as a process without a parent. */
export function relaySetup(folder: string, port: number): string[] {
  const words = [process.execPath, '-e', relayScript, relaySocket(folder), String(port)];
  return [`( ${words.map(quote).join(' ')} >/dev/null 2>&1 & )`];
}
