/**
 * Preloaded into a server that is measured (`--import`): at SIGUSR2 it writes how late the event loop was since the
 * last time. A server starts itself again with the same id when it starts, so that no channel reaches it.
 */
import { renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';

export interface LoopDelay {
  readonly p50: number;
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
  /** The same of all times together, from the second time on that this was asked. */
  readonly p999InAll: number;
  readonly maxInAll: number;
  /** CPU milliseconds of this thread. */
  readonly cpu: number;
  /** The most of them in one go: on a busy machine this shows what the process did itself. */
  readonly longest: number;
}

/** Where the process of that id writes. */
export const delaysOf = (pid: number) => join(tmpdir(), `catenary-loop-${pid}.json`);

if (isMainThread && process.argv[2] === 'serve') watch();

function watch(): void {
  const resolution = 2;
  const delays = monitorEventLoopDelay({ resolution });
  delays.enable();
  const inAll = monitorEventLoopDelay({ resolution });
  const millis = (nanos: number) => Math.max(0, nanos / 1e6 - resolution);
  let before = process.threadCpuUsage();
  let lastTurn = before;
  let longest = 0;
  const look = () => {
    const now = process.threadCpuUsage();
    longest = Math.max(longest, cpuBetween(lastTurn, now));
    lastTurn = now;
  };
  setInterval(look, 1).unref();
  process.on('SIGUSR2', () => {
    look();
    const cpu = cpuBetween(before, lastTurn);
    const [p50, p99, p999] = [50, 99, 99.9].map((at) => millis(delays.percentile(at))) as [number, number, number];
    const [p999InAll, maxInAll] = [millis(inAll.percentile(99.9)), millis(inAll.max)];
    const told: LoopDelay = { p50, p99, p999, max: millis(delays.max), p999InAll, maxInAll, cpu, longest };
    inAll.enable();
    const path = delaysOf(process.pid);
    writeFileSync(`${path}.part`, JSON.stringify(told));
    renameSync(`${path}.part`, path);
    before = lastTurn;
    longest = 0;
    delays.reset();
  });
}

function cpuBetween(before: NodeJS.CpuUsage, after: NodeJS.CpuUsage): number {
  return (after.user - before.user + after.system - before.system) / 1000;
}
