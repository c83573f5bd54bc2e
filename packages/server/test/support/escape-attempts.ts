import { constants } from 'node:fs';
import { join } from 'node:path';

/** Where what is tried to be reached is on this machine. */
export interface Surroundings {
  /** A folder in the one for temporary files; a file `secret` lies in it, and in the next two. */
  readonly folder: string;
  readonly home: string;
  readonly temporary: string;
  /** The server's folder for data, its configuration, its process and its port. */
  readonly data: string;
  readonly config: string;
  readonly pid: number;
  readonly port: number;
  /** A listening socket in the server's folder for temporary files. */
  readonly socket: string;
  /** Port of another container. */
  readonly other: number;
  /** Port on which the addresses of metadata services answer. */
  readonly metadata: number;
}

/** What a probe is to try: the name of an attempt, and its words. */
export type Attempt = readonly [name: string, ...words: (string | number)[]];

const [read, write] = [constants.O_RDONLY, constants.O_WRONLY];
const create = write | constants.O_CREAT;
/** Numbers of system calls, which `unshare` and its like have on this processor alone (x86-64). */
const calls = { umount2: 166, pivot_root: 155, sethostname: 170, unshare: 272, pidfd_open: 434, syslog: 103 } as const;
const [newUserNamespace, newNetwork] = [0x10000000, 0x40000000];

/** Where clouds tell machines and containers about themselves, their keys too: EC2 (IPv4 and IPv6), and tasks of ECS. */
export const metadataAddresses = [
  ["EC2's metadata, 169.254.169.254", '169.254.169.254'],
  ["EC2's metadata, fd00:ec2::254", 'fd00:ec2::254'],
  ["ECS's credentials, 169.254.170.2", '169.254.170.2'],
] as const;

/** The ways out that the table of docs/containers.md has, in its order and by its words. */
export function escapeAttempts(at: Surroundings): ReadonlyMap<string, Attempt> {
  const ofServer = (name: string) => `/proc/${at.pid}/${name}`;
  return new Map<string, Attempt>([
    ["the server's keys", ['open', join(at.data, 'credentials.json'), read]],
    ["the server's database", ['open', join(at.data, 'catenary.sqlite'), read]],
    ["the server's configuration", ['open', at.config, read]],
    ["another model's files", ['open', join(at.data, 'containers/another/secret'), read]],
    ["the server's temporary files", ['open', join(at.temporary, 'secret'), read]],
    ["files in the machine's `/tmp`", ['open', join(at.folder, 'secret'), read]],
    ["files in the user's home folder", ['open', join(at.home, 'secret'), read]],
    ['`/etc/shadow`', ['open', '/etc/shadow', read]],
    ['writing to its model', ['model', create]],
    ['writing to `/usr`', ['open', '/usr/x', create]],
    ['writing to `/etc`', ['open', '/etc/x', create]],
    ['writing to `/`', ['open', '/x', create]],
    ['writing to the data folder', ['open', join(at.data, 'credentials.json'), write]],
    ['seeing the server in `/proc`', ['sees', 'serve\0--port']],
    ["the server's environment", ['open', ofServer('environ'), read]],
    ["the server's memory", ['open', ofServer('mem'), read]],
    ["the server's open files", ['list', ofServer('fd')]],
    ["the server's root folder", ['list', ofServer('root')]],
    ["the server's namespaces", ['open', ofServer('ns/net'), read]],
    ['a signal to the server', ['kill', at.pid]],
    ['ptrace of the server', ['ptrace', at.pid]],
    ['a handle of the server (pidfd)', ['syscall', calls.pidfd_open, at.pid, 0]],
    ['mounting', ['mount']],
    ['unmounting `/proc`', ['syscall', calls.umount2, '/proc', 2]],
    ['another root (pivot_root)', ['syscall', calls.pivot_root, '/', '/']],
    ['another root (chroot)', ['chroot']],
    ['a user namespace', ['syscall', calls.unshare, newUserNamespace]],
    ['a network namespace', ['syscall', calls.unshare, newNetwork]],
    ['another host name', ['syscall', calls.sethostname, 'x', 1]],
    ["the kernel's log", ['syscall', calls.syslog, 10, 0, 0]],
    ['a device node', ['device', 1, 1]],
    ['`/dev/mem`', ['open', '/dev/mem', read]],
    ['`/dev/kmsg`', ['open', '/dev/kmsg', read]],
    ['`/proc/kcore`', ['open', '/proc/kcore', read]],
    ['`/proc/sysrq-trigger`', ['open', '/proc/sysrq-trigger', write]],
    ['`core_pattern`', ['open', '/proc/sys/kernel/core_pattern', write]],
    ['cgroups', ['open', '/sys/fs/cgroup/cgroup.procs', write]],
    ['raw packets', ['raw']],
    ['sockets of the server in files', ['reach socket', at.socket]],
    ["the server's port on 127.0.0.1", ['reach', '127.0.0.1', at.port]],
    ["another container's port on 127.0.0.1", ['reach', '127.0.0.1', at.other]],
    ...metadataAddresses.map(([what, address]): [string, Attempt] => [what, ['reach', address, at.metadata]]),
  ]);
}
