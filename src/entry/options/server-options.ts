import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { ImageRule } from '../../serving/container/images.ts';

/** Options as they are given, in words of people: by flag, by environment, by file, in this order of precedence. */
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
  /** Folder below which Python environments are kept (`python/`), so that servers can share them. @default the data folder */
  readonly environments?: string;
  /** Further images and what serves them. @default [] */
  readonly images?: readonly ImageRule[];
}

/** Options ready for use: all there, all checked. */
export interface ServerOptions extends Required<RawServerOptions> {
  /** Absolute. */
  readonly data: string;
}

/** An option cannot be what it is: the message says which and what it may be. */
export class OptionError extends Error {}

export function compileOptions(raw: RawServerOptions): ServerOptions {
  const options: ServerOptions = {
    host: raw.host ?? '127.0.0.1',
    port: raw.port ?? 4747,
    data: resolve(raw.data ?? join(homedir(), '.catenary')),
    region: raw.region ?? 'us-east-1',
    account: raw.account ?? '000000000000',
    allowUnsigned: raw.allowUnsigned ?? false,
    fuse: raw.fuse ?? true,
    maxRunningJobs: raw.maxRunningJobs ?? 1,
    logLevel: raw.logLevel ?? 'info',
    python: raw.python ?? 'python3',
    environments: resolve(raw.environments ?? raw.data ?? join(homedir(), '.catenary')),
    images: raw.images ?? [],
  };
  if (!Number.isInteger(options.port) || options.port < 0 || options.port > 65535)
    throw new OptionError(`port must be a whole number from 0 to 65535; it is ${options.port}`);
  if (!/^\d{12}$/.test(options.account)) throw new OptionError(`account must be 12 digits; it is "${options.account}"`);
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
