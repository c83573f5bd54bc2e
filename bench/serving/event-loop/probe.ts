/** Preloaded into a server that is measured (`--import`): tells how late the event loop was since it was last asked. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { isMainThread } from 'node:worker_threads';

export interface LoopDelay {
  readonly p50: number;
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
  /** CPU milliseconds of this thread. */
  readonly cpu: number;
  /** The most of them in one go: on a busy machine this tells what the process did itself. */
  readonly longest: number;
}

if (isMainThread && process.send !== undefined) watch();

function watch(): void {
  const resolution = 2;
  const delays = monitorEventLoopDelay({ resolution });
  delays.enable();
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
  process.on('message', () => {
    look();
    const cpu = cpuBetween(before, lastTurn);
    const [p50, p99, p999] = [50, 99, 99.9].map((at) => millis(delays.percentile(at))) as [number, number, number];
    process.send?.({ p50, p99, p999, max: millis(delays.max), cpu, longest } satisfies LoopDelay);
    before = lastTurn;
    longest = 0;
    delays.reset();
  });
  process.channel?.unref();
}

function cpuBetween(before: NodeJS.CpuUsage, after: NodeJS.CpuUsage): number {
  return (after.user - before.user + after.system - before.system) / 1000;
}
