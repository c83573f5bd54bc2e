/** Whose containers images run in: the first engine that is found, one by name, or none. */
export const engineChoices = ['auto', 'docker', 'podman', 'none'] as const;

/** When an image is fetched from its registry. */
export const pullPolicies = ['missing', 'always', 'never'] as const;

/** `containers` of catenary.yaml: where images run, and what each of their containers may take. */
export interface OciSettings {
  /** Default `auto`. */
  readonly engine?: (typeof engineChoices)[number];
  /** `unix:///run/podman/podman.sock`, `tcp://host:2375` or the path of a socket. Default: `DOCKER_HOST`, then the usual places. */
  readonly socket?: string;
  /** Default `missing`. */
  readonly pull?: (typeof pullPolicies)[number];
  /** Cores. Default: no limit. */
  readonly cpus?: number;
  /** Memory, MiB. Default: no limit. */
  readonly memoryMB?: number;
  /** Processes and threads. Default 4,096. */
  readonly pids?: number;
  /** Open files, and processes of the container's user, as `ulimit` counts. Default: the engine's. */
  readonly nofile?: number;
  readonly nproc?: number;
  /** Capabilities that containers keep, such as `SETUID`; all others are dropped. */
  readonly capabilities?: readonly string[];
  /** Whether the root folder is read-only, and temporary files are in memory. Default false. */
  readonly hardened?: boolean;
}
