import { readFile } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { describeSystemError } from '../platform/system/describe-system-error.ts';
import { findListeningProcess } from '../platform/system/listening-process.ts';
import { userName } from '../platform/system/user-name.ts';
import { OptionError } from './options/option-error.ts';

/** Where a server was to listen. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** As much of a command as shows what it is. */
const maxCommand = 100;

/** Why a server cannot listen at an address, and what helps. Of an error that is not the system's, that error. */
export async function listenError({ host, port }: Address, error: NodeJS.ErrnoException): Promise<Error> {
  if (error.code === undefined) return error;
  return new OptionError(`cannot listen on ${host}, port ${port}: ${await explain(port, error)}`);
}

async function explain(port: number, error: NodeJS.ErrnoException): Promise<string> {
  const code = `(${error.code})`;
  switch (error.code) {
    case 'EADDRINUSE':
      return `${await describeListener(port)} has the port ${code}; end it, or choose another port with --port, 0 for any free one`;
    case 'EACCES':
      return `${await describeLowPorts()} ${code}; choose a higher one with --port`;
    case 'EADDRNOTAVAIL':
      return `this machine does not have the address ${code}; --host takes one of ${ownAddresses()}, or 0.0.0.0 for all`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `the name is not known here ${code}; --host takes one of ${ownAddresses()}, or 0.0.0.0 for all`;
    default:
      return describeSystemError(error);
  }
}

async function describeListener(port: number): Promise<string> {
  const listener = await findListeningProcess(port);
  if (listener === undefined) return 'another process';
  const { pid, command } = listener;
  const words = command.length > maxCommand ? `${command.slice(0, maxCommand)}...` : command;
  return `process ${pid} (${words})`;
}

/** Linux says where the ports begin that anybody may have. */
async function describeLowPorts(): Promise<string> {
  const text = await readFile('/proc/sys/net/ipv4/ip_unprivileged_port_start', 'utf8').catch(() => '1024');
  return `ports below ${text.trim()} are root's, and this process runs as ${userName(process.getuid?.() ?? 0)}`;
}

function ownAddresses(): string {
  const found = Object.values(networkInterfaces()).flatMap((addresses = []) => addresses);
  return found
    .filter(({ family }) => family === 'IPv4')
    .map(({ address }) => address)
    .join(', ');
}
