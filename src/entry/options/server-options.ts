import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { S3StoreOptions } from '../../platform/storage/s3/s3-client.ts';
import { storeKind } from '../../platform/store/store-kind.ts';
import type { ImageRule } from '../../serving/container/images.ts';
import { type SandboxKind, sandboxKinds } from '../../serving/container/process/sandbox-kind.ts';
import { OptionError } from './option-error.ts';
import { compileS3Store, type RawS3Store } from './s3-stores.ts';

/** Options as users give them: by flag, by environment, by file, in this order of precedence. */
export interface RawServerOptions {
  /** Address to listen on. @default "127.0.0.1" */
  readonly host?: string;
  /** Port to listen on; 0 takes a free one. @default 4747 */
  readonly port?: number;
  /** Folder for everything that is kept. @default "~/.catenary" */
  readonly data?: string;
  /** Region of callers that do not say one. @default "us-east-1" */
  readonly region?: string;
  /** Account number in ARNs, 12 digits. @default "000000000000" */
  readonly account?: string;
  /** Accept requests without a signature; loopback only. @default false */
  readonly allowUnsigned?: boolean;
  /** Whether native neighbours share columns instead of bytes. @default true */
  readonly fuse?: boolean;
  /** Transform jobs that run at once. @default 1 */
  readonly maxRunningJobs?: number;
  /** `debug`, `info`, `warn`, `error`, `silent`. @default "info" */
  readonly logLevel?: string;
  /** Interpreter that Python environments are made from. @default "python3" */
  readonly python?: string;
  /** What processes of containers run in: `auto`, `bubblewrap`, `none`. @default "auto" */
  readonly sandbox?: SandboxKind;
  /** Folder below which Python environments are kept (`python/`), so that servers can share them. @default the data folder */
  readonly environments?: string;
  /** `postgres://` address of a database that servers share. @default a SQLite file in the data folder */
  readonly store?: string;
  /** Buckets that are served from outside stores; the others are kept in the data folder. @default [] */
  readonly s3?: readonly RawS3Store[];
  /** How long a server of a shared store may be silent before another takes up its work. @default 15 */
  readonly leaseSeconds?: number;
  /** Time between two checkpoints of an object in a transform job: what a crash costs. @default 2 */
  readonly checkpointSeconds?: number;
  /** Models that multi-model containers keep loaded at once, all together. @default 100 */
  readonly maxLoadedModels?: number;
  /** What the files of those models may take together, unpacked, MiB. @default 2048 */
  readonly maxLoadedModelMB?: number;
  /** Connections of clients at once. @default 16384 */
  readonly maxConnections?: number;
  /**
   * Memory of the bodies of all requests under way together; the answers that are not read may take the same, MiB.
   * @default 512
   */
  readonly maxRequestMemoryMB?: number;
  /** Faults to happen in this process, for tests (`platform/observe/fault-point.ts`). @default "" */
  readonly faults?: string;
  /** Further images and what serves them. @default [] */
  readonly images?: readonly ImageRule[];
}

/** Options ready for use: all there, all checked. */
export interface ServerOptions extends Required<Omit<RawServerOptions, 's3'>> {
  /** Absolute. */
  readonly data: string;
  readonly s3: readonly S3StoreOptions[];
}

/** Fills in defaults and checks. `environment` holds the key pairs that options name. Throws `OptionError`. */
export function compileOptions(raw: RawServerOptions, environment: NodeJS.ProcessEnv = {}): ServerOptions {
  const data = resolve(raw.data ?? join(homedir(), '.catenary'));
  const options: ServerOptions = {
    host: raw.host ?? '127.0.0.1',
    port: raw.port ?? 4747,
    data,
    region: raw.region ?? 'us-east-1',
    account: raw.account ?? '000000000000',
    allowUnsigned: raw.allowUnsigned ?? false,
    fuse: raw.fuse ?? true,
    maxRunningJobs: raw.maxRunningJobs ?? 1,
    logLevel: raw.logLevel ?? 'info',
    python: raw.python ?? 'python3',
    sandbox: raw.sandbox ?? 'auto',
    environments: resolve(raw.environments ?? data),
    store: raw.store ?? join(data, 'catenary.sqlite'),
    leaseSeconds: raw.leaseSeconds ?? 15,
    checkpointSeconds: raw.checkpointSeconds ?? 2,
    maxLoadedModels: raw.maxLoadedModels ?? 100,
    maxLoadedModelMB: raw.maxLoadedModelMB ?? 2048,
    maxConnections: raw.maxConnections ?? 16_384,
    maxRequestMemoryMB: raw.maxRequestMemoryMB ?? 512,
    faults: raw.faults ?? '',
    images: raw.images ?? [],
    s3: (raw.s3 ?? []).map((store) => compileS3Store(store, raw.region ?? 'us-east-1', environment)),
  };
  if (!Number.isInteger(options.port) || options.port < 0 || options.port > 65535)
    throw new OptionError(`port must be a whole number from 0 to 65535; it is ${options.port}`);
  if (!/^\d{12}$/.test(options.account)) throw new OptionError(`account must be 12 digits; it is "${options.account}"`);
  if (raw.store !== undefined && storeKind(raw.store) !== 'postgres')
    throw new OptionError('store must be a postgres:// address; leave it out for a database of this server alone');
  if (!(options.leaseSeconds >= 1 && options.leaseSeconds <= 3600))
    throw new OptionError(`leaseSeconds must be from 1 to 3600; it is ${options.leaseSeconds}`);
  if (!(options.checkpointSeconds >= 0 && options.checkpointSeconds <= 3600))
    throw new OptionError(`checkpointSeconds must be from 0 to 3600; it is ${options.checkpointSeconds}`);
  if (!(Number.isInteger(options.maxLoadedModels) && options.maxLoadedModels >= 1))
    throw new OptionError(`maxLoadedModels must be a whole number from 1 on; it is ${options.maxLoadedModels}`);
  if (!(options.maxLoadedModelMB > 0 && Number.isFinite(options.maxLoadedModelMB)))
    throw new OptionError(`maxLoadedModelMB must be a number above 0; it is ${options.maxLoadedModelMB}`);
  if (!(Number.isInteger(options.maxConnections) && options.maxConnections >= 1))
    throw new OptionError(`maxConnections must be a whole number from 1 on; it is ${options.maxConnections}`);
  if (!(options.maxRequestMemoryMB >= 8 && Number.isFinite(options.maxRequestMemoryMB)))
    throw new OptionError(
      `maxRequestMemoryMB must be 8 or more, room for the largest invocation; it is ${options.maxRequestMemoryMB}`,
    );
  if (!sandboxKinds.includes(options.sandbox))
    throw new OptionError(`sandbox must be one of ${sandboxKinds.join(', ')}; it is "${options.sandbox}"`);
  if (options.allowUnsigned && !isLoopback(options.host)) {
    throw new OptionError(
      `requests without signature are accepted on a loopback address only, not on ${options.host}: leave out --allow-unsigned or --host`,
    );
  }
  return options;
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}
