import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { own } from '@catenary/scoring/internal/names';
import type { OciSettings } from './oci-settings.ts';

/** Where engines listen, by name. */
const places: Readonly<Record<'docker' | 'podman', (runtime: string | undefined) => readonly string[]>> = {
  docker: (runtime) => ['/var/run/docker.sock', ...inFolder(runtime, 'docker.sock')],
  podman: (runtime) => ['/run/podman/podman.sock', ...inFolder(runtime, 'podman/podman.sock')],
};

const inFolder = (folder: string | undefined, name: string) => (folder === undefined ? [] : [join(folder, name)]);

/** The address of the engine that settings mean, if its socket is there; undefined if there is none. */
export function findEngine(settings: OciSettings, environment: NodeJS.ProcessEnv): string | undefined {
  const { engine = 'auto', socket = engine === 'auto' ? own(environment, 'DOCKER_HOST') || undefined : undefined } =
    settings;
  if (engine === 'none') return undefined;
  if (socket !== undefined) return addressOf(socket);
  const names = engine === 'auto' ? (['docker', 'podman'] as const) : [engine];
  const runtime = own(environment, 'XDG_RUNTIME_DIR') || undefined;
  const found = names.flatMap((name) => places[name](runtime)).find((path) => existsSync(path));
  return found === undefined ? undefined : `unix://${found}`;
}

/** Undefined for a socket that is not there, and for what is no address. */
function addressOf(socket: string): string | undefined {
  if (socket.startsWith('tcp://')) return URL.canParse(socket) ? socket : undefined;
  const path = socket.replace(/^unix:\/\//, '');
  return path.startsWith('/') && existsSync(path) ? `unix://${path}` : undefined;
}

/** Said where an image needs an engine and there is none. */
export const howToGetAnEngine =
  'install Docker or Podman (apt-get install podman, then systemctl enable --now podman.socket), let this user open its socket, and start the server again';
