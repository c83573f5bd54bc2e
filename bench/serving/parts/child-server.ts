import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ApiClient } from '../../../packages/server/src/entry/cli/api-client.ts';
import { credentials, fromSource, root } from '../../../packages/server/test/support/start-server.ts';

/** A server in a process of its own, pinned to cores, ready to take requests. */
export interface ChildServer {
  readonly url: string;
  readonly pid: number;
  /** From the start of the process to the line that says it is ready, milliseconds. */
  readonly readyMs: number;
  /** CPU seconds (user + system) so far. */
  cpuSeconds(): Promise<number>;
  /** Resident memory, bytes. */
  residentBytes(): Promise<number>;
  stop(signal?: NodeJS.Signals): Promise<void>;
}

export interface ChildOptions {
  /** Cores that it is pinned to, as `taskset` takes them. */
  readonly cores?: string;
  readonly env?: NodeJS.ProcessEnv | undefined;
  /** Words for Node, before the script. */
  readonly node?: readonly string[];
}

/** A process of `catenary serve`, and a client with its key. */
export interface CatenaryServer extends ChildServer {
  readonly client: ApiClient;
}

export interface CatenaryOptions extends ChildOptions {
  /** Another checkout to start it from, to compare with. */
  readonly checkout?: string;
  /** Further arguments of `serve`. */
  readonly args?: readonly string[];
}

const builtMain = 'packages/server/dist/main.js';

/** Starts `catenary serve` over a data folder, on a free port. */
export async function startCatenary(data: string, options: CatenaryOptions = {}): Promise<CatenaryServer> {
  const { checkout = root, args = [], env, ...rest } = options;
  const server = await startChild(mainOf(resolve(checkout)), ['serve', '--port', '0', '--data', data, ...args], {
    ...rest,
    env: {
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      CATENARY_LOG_LEVEL: 'error',
      ...env,
    },
  });
  return { ...server, client: new ApiClient(server.url, credentials, 'us-east-1') };
}

/**
 * The program of a checkout, which may be one from before there were two packages. With `BENCH_BUILT=1` it is what `scripts/build.ts`
 * made: it starts with half the work.
 */
function mainOf(checkout: string): string {
  if (process.env.BENCH_BUILT === '1') return join(checkout, builtMain);
  const main = join(checkout, 'packages/server/src/main.ts');
  return existsSync(main) ? main : join(checkout, 'src/main.ts');
}

export async function startChild(
  script: string,
  args: readonly string[],
  options: ChildOptions = {},
): Promise<ChildServer> {
  const node = [
    process.execPath,
    ...(script.endsWith(builtMain) ? [] : fromSource),
    ...(options.node ?? []),
    script,
    ...args,
  ];
  const command = options.cores === undefined ? node : ['taskset', '-c', options.cores, ...node];
  const since = performance.now();
  const child = spawn(command[0] as string, command.slice(1), {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...options.env },
  });
  const url = await readyUrl(child);
  const pid = child.pid as number;
  return {
    url,
    pid,
    readyMs: performance.now() - since,
    cpuSeconds: async () => {
      const fields = (await readProc(pid, 'stat')).replace(/^.*\) /, '').split(' ');
      return (Number(fields[11]) + Number(fields[12])) / 100;
    },
    residentBytes: async () => Number(/VmRSS:\s+(\d+)/.exec(await readProc(pid, 'status'))?.[1]) * 1024,
    stop: (signal = 'SIGTERM') =>
      new Promise((resolve) => {
        child.once('close', () => resolve());
        child.kill(signal);
      }),
  };
}

async function readProc(pid: number, file: string): Promise<string> {
  const { readFile } = await import('node:fs/promises');
  return readFile(`/proc/${pid}/${file}`, 'utf8');
}

function readyUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      const url = /ready on (\S+)/.exec(output)?.[1];
      if (url !== undefined) resolve(url);
    });
    child.once('close', (code) => reject(new Error(`the server ended with ${code} before it was ready`)));
  });
}
