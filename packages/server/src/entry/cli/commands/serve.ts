import { setTimeout as sleep } from 'node:timers/promises';
import { endProcess } from '../../../util/end-process.ts';
import { merge, type OptionReading, readOptionSources } from '../../options/read-options.ts';
import { type RunningServer, startServer } from '../../start-server.ts';
import { UncaughtErrors } from '../../uncaught-errors.ts';
import type { ServeFlags } from '../flags/upkeep-flags.ts';

/** How long the line that says that the server is ready waits for the endpoints of an earlier run. */
const maxLoadWaitMs = 10_000;

/**
 * `catenary serve`: reports on stdout when it takes requests and when its endpoints are in service again, and runs
 * until it is stopped.
 */
export async function serve(flags: ServeFlags): Promise<void> {
  const readings = await readOptionSources({ config: flags.config, environment: process.env, flags });
  const server = await startServer(merge(readings), { environment: process.env });
  tellReadings(server, readings);
  surviveErrors(server);
  const stopped = untilStopped();
  await Promise.race([server.loaded, stopped, sleep(maxLoadWaitMs, undefined, { ref: false })]);
  const loading = server.loadingCount();
  const still = loading === 0 ? '' : ` (still loading: ${loading} endpoint${loading === 1 ? '' : 's'})`;
  process.stdout.write(`catenary ready on ${server.url}${still}\n`);
  await stopped;
  await server.close();
  await endProcess(0);
}

/** What was read, and from where; no values, as some are secret. */
function tellReadings({ log }: RunningServer, readings: readonly OptionReading[]): void {
  const names = readings.map(({ from, options }) => [from, Object.keys(options)] as const);
  const read = Object.fromEntries(names.filter(([, options]) => options.length > 0));
  log.info({ read }, 'configuration read');
}

/** From here on an uncaught error no longer ends the process by itself. */
function surviveErrors(server: RunningServer): void {
  const end = () => void server.close().finally(() => void endProcess(1));
  const errors = new UncaughtErrors(server, end, () => performance.now());
  process.on('uncaughtException', (error) => errors.take(error));
  process.on('unhandledRejection', (error) => errors.take(error));
  // A property added to `Object.prototype` would be one of every object that a request is parsed into.
  Object.preventExtensions(Object.prototype);
}

/** SIGTERM or SIGINT; a second one does not wait for anything. */
function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      process.once(signal, () => {
        process.once(signal, () => void endProcess(1));
        resolve();
      });
    }
  });
}
