/**
 * How late the event loop of a server is while lawful, long work is asked of it: percentiles for each kind of work.
 * `BASELINE=<another checkout> node bench/serving/event-loop.ts` measures that one as well.
 */
import { resolve } from 'node:path';
import { printTable, type Row } from '../harness.ts';
import { MeasuredServer } from './event-loop/measured-server.ts';
import { prepare, scenarios } from './event-loop/scenarios.ts';

const only = process.argv[2] ?? '';
const here = resolve(import.meta.dirname, '../..');
const checkouts = [here, ...(process.env.BASELINE === undefined ? [] : [process.env.BASELINE])];
for (const checkout of checkouts) {
  const server = await MeasuredServer.start(checkout);
  try {
    await prepare(server.client);
    const rows: Row[] = [];
    for (const { name, run } of scenarios.filter((scenario) => scenario.name.includes(only))) {
      await server.delays();
      const since = performance.now();
      await run(server.client);
      const seconds = (performance.now() - since) / 1000;
      const { p50, p99, p999, max, cpu, longest } = await server.delays();
      const [a, b, c, d, e] = [p50, p99, p999, max, longest].map((ms) => ms.toFixed(1)) as [
        string,
        string,
        string,
        string,
        string,
      ];
      rows.push({
        name,
        s: seconds.toFixed(2),
        p50: a,
        p99: b,
        'p99.9': c,
        max: d,
        'longest CPU': e,
        CPU: cpu.toFixed(0),
      });
    }
    printTable(
      `Delay of the event loop, and CPU time of its thread in one go and in all, ms (${checkout === here ? 'this checkout' : 'baseline'})`,
      rows,
    );
  } finally {
    await server.stop();
    server.removeData();
  }
}
