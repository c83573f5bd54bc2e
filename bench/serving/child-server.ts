import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

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

/** The program of a checkout, which may be one from before there were two packages. */
export function mainOf(checkout: string): string {
  const main = join(checkout, 'packages/server/src/main.ts');
  return existsSync(main) ? main : join(checkout, 'src/main.ts');
}

export async function startChild(
  script: string,
  args: readonly string[],
  options: { readonly cores?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<ChildServer> {
  const node = [process.execPath, '--conditions=source', script, ...args];
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
