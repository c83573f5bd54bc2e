import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type CatenaryOptions, type CatenaryServer, startCatenary } from '../parts/child-server.ts';
import { delaysOf, type LoopDelay } from './probe.ts';

/** A server whose event loop is watched from within. */
export interface MeasuredServer extends CatenaryServer {
  readonly data: string;
  /** How late its event loop was since this was last asked. */
  delays(): Promise<LoopDelay>;
  removeData(): void;
}

export interface MeasuredServerOptions extends CatenaryOptions {
  /** Data folder to use again; a fresh one otherwise. */
  readonly data?: string;
}

export async function startMeasured(options: MeasuredServerOptions = {}): Promise<MeasuredServer> {
  const { data = mkdtempSync(join(tmpdir(), 'catenary-bench-')), ...rest } = options;
  const server = await startCatenary(data, { ...rest, node: ['--import', join(import.meta.dirname, 'probe.ts')] });
  return {
    ...server,
    data,
    delays: () => readDelays(server.pid),
    removeData: () => rmSync(data, { recursive: true, force: true }),
  };
}

async function readDelays(pid: number): Promise<LoopDelay> {
  const path = delaysOf(pid);
  process.kill(pid, 'SIGUSR2');
  while (!existsSync(path)) await sleep(5);
  const delays = JSON.parse(readFileSync(path, 'utf8')) as LoopDelay;
  rmSync(path);
  return delays;
}
