import { existsSync, lstatSync, readdirSync, readlinkSync } from 'node:fs';
import type { Box, BoxView } from '../box.ts';
import { guardedCommand } from '../guarded-command.ts';

export interface BubblewrapOptions {
  /** Path of `bwrap`. */
  readonly program: string;
  /** Folders that are never shown, even if they are below one that is; only what a view names inside of them is. */
  readonly hidden: readonly string[];
  /** Options that not every release or system has. */
  readonly extra?: readonly string[];
}

/** Most that a container may keep in temporary files, which are in memory, bytes. */
const temporaryBytes = 1024 ** 3;

/** Where AWS's containers have the model. */
const awsModelFolder = '/opt/ml/model';

/** Files of /etc that programs need to find libraries, hosts and certificates, and none that is secret. */
const settings =
  /^(?:ld\.so\.(?:cache|conf|conf\.d)|ld-musl-.*|alternatives|hosts|host\.conf|gai\.conf|resolv\.conf|nsswitch\.conf|services|protocols|passwd|group|localtime|timezone|mime\.types|magic|pki|ca-certificates(?:\.conf)?|crypto-policies|fonts|python3.*|java.*|pip\.conf)$/;

/** Unprivileged containers by namespaces: https://github.com/containers/bubblewrap. */
export function bubblewrapBox({ program, hidden, extra = [] }: BubblewrapOptions): Box {
  const system = systemMounts();
  return {
    name: 'bubblewrap',
    isClosed: true,
    endsWithGroup: true,
    gate: 'namespace',
    wrap: (command, view) =>
      guardedCommand([
        program,
        ...words('--die-with-parent --unshare-pid --unshare-ipc --unshare-uts --unshare-cgroup-try --cap-drop ALL'),
        ...(view.isOffline ? ['--unshare-net'] : []),
        ...extra,
        ...system,
        ...viewMounts(view, hidden),
        ...words('--remount-ro / --chdir'),
        view.directory,
        '--',
        ...command,
      ]),
  };
}

const words = (text: string) => text.split(' ');

function systemMounts(): string[] {
  const size = `--size ${temporaryBytes} --tmpfs`;
  return [
    ...words('--ro-bind /usr /usr'),
    ...words('/bin /sbin /lib /lib32 /lib64 /libx32 /nix/store').flatMap(systemFolder),
    ...settingsShown().flatMap((path) => ['--ro-bind-try', path, path]),
    // A superuser without capabilities may still write what belongs to it there: the kernel's settings.
    ...words(
      `--proc /proc --remount-ro /proc --dev /dev ${size} /dev/shm --remount-ro /dev ${size} /tmp ${size} /var/tmp --dir /run`,
    ),
  ];
}

function settingsShown(): string[] {
  const names = readdirSync('/etc').filter((name) => settings.test(name));
  return [...names, 'ssl/certs', 'ssl/openssl.cnf'].map((name) => `/etc/${name}`);
}

/** On most systems /bin and its like are links into /usr. */
function systemFolder(path: string): string[] {
  if (!existsSync(path)) return [];
  return lstatSync(path).isSymbolicLink() ? ['--symlink', readlinkSync(path), path] : ['--ro-bind', path, path];
}

/** Outer folders first: what lies in them is put on top. */
function viewMounts(view: BoxView, hidden: readonly string[]): string[] {
  const { directory, readable, writable, mounts: moved = [] } = view;
  const mounts = [
    ...[directory, ...readable].map((path) => ({ path, options: ['--ro-bind', path, path] })),
    ...writable.map((path) => ({ path, options: ['--bind', path, path] })),
    ...moved.map(({ source, target }) => ({ path: target, options: ['--bind', source, target] })),
    ...modelMount(view),
  ];
  const shown = mounts.map(({ path }) => path);
  const masks = hidden
    .filter((path) => shown.some((folder) => isBelow(path, folder)))
    .map((path) => ({ path, options: ['--size', '4096', '--perms', '0700', '--tmpfs', path] }));
  const inOrder = [...masks, ...mounts].sort((a, b) => depthOf(a.path) - depthOf(b.path));
  return [...inOrder.flatMap(({ options }) => options), ...masks.flatMap(({ path }) => ['--remount-ro', path])];
}

/** Not where a folder of the machine's own would have to be written to. */
function modelMount({ model, readable, writable }: BoxView) {
  const isTaken = [...readable, ...writable].some((path) => isBelow(awsModelFolder, path));
  return model === undefined || isTaken
    ? []
    : [{ path: awsModelFolder, options: ['--ro-bind', model, awsModelFolder] }];
}

const depthOf = (path: string) => path.split('/').length;
const isBelow = (path: string, folder: string) =>
  path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
