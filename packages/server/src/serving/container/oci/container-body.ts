import { present } from '@catenary/scoring/internal/values';
import type { OciSettings } from './oci-settings.ts';

/** What one container is made of. */
export interface ContainerPlan {
  readonly image: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly modelDirectory: string;
  /** Where the container sees it. */
  readonly mount: string;
  readonly labels: Readonly<Record<string, string>>;
  /** The network that its copies have; undefined if it has none. */
  readonly network: string | undefined;
  /** DNS name on its network. */
  readonly hostname: string;
}

/** Where containers listen: the port that AWS gives them, too. */
export const containerPort = 8080;

const defaultPids = 4096;
const temporaryMegabytes = 1024;

/**
 * The body of `POST /containers/create`: argument `serve`, the model read-only, and no more rights and means than
 * the settings give. Source: developer guide, "Use Your Own Inference Code with Hosting Services".
 */
export function containerBody(plan: ContainerPlan, settings: OciSettings): object {
  const { image, environment, modelDirectory, mount, labels, network, hostname } = plan;
  const port = `${containerPort}/tcp`;
  const variables = {
    SAGEMAKER_SAFE_PORT_RANGE: '9000-9999',
    ...environment,
    SAGEMAKER_BIND_TO_PORT: String(containerPort),
  };
  return {
    Image: image,
    Cmd: ['serve'],
    Env: Object.entries(variables).map(([name, value]) => `${name}=${value}`),
    Labels: labels,
    ExposedPorts: { [port]: {} },
    HostConfig: {
      Binds: [`${modelDirectory}:${mount}:ro`],
      NetworkMode: network ?? 'none',
      ...present({ PortBindings: network && { [port]: [{ HostIp: '127.0.0.1', HostPort: '' }] } }),
      ...rightsOf(settings),
      ...meansOf(settings),
    },
    ...present({ NetworkingConfig: network && { EndpointsConfig: { [network]: { Aliases: [hostname] } } } }),
  };
}

function rightsOf({ capabilities = [], hardened = false }: OciSettings): object {
  const temporary = Object.fromEntries(
    ['/tmp', '/var/tmp', '/run'].map((path) => [path, `size=${temporaryMegabytes}m`]),
  );
  return {
    CapDrop: ['ALL'],
    CapAdd: capabilities,
    SecurityOpt: ['no-new-privileges'],
    Privileged: false,
    ReadonlyRootfs: hardened,
    ...present({ Tmpfs: hardened ? temporary : undefined }),
  };
}

function meansOf({ cpus, memoryMB, pids = defaultPids, nofile, nproc }: OciSettings): object {
  const memory = memoryMB === undefined ? undefined : memoryMB * 1024 ** 2;
  const limits = Object.entries(present({ nofile, nproc }));
  return {
    PidsLimit: pids,
    ...present({
      NanoCpus: cpus === undefined ? undefined : Math.round(cpus * 1e9),
      Memory: memory,
      // Without this as much again may be swapped out.
      MemorySwap: memory,
      Ulimits: limits.length === 0 ? undefined : limits.map(([name, most]) => ({ Name: name, Soft: most, Hard: most })),
    }),
  };
}
