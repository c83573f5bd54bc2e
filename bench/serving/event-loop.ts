/**
 * How late the event loop of a server is while it does valid, long work: percentiles for each kind of work.
 * `BASELINE=<another checkout> sh scripts/with-node.sh bench/serving/event-loop.ts` measures that one as well.
 */
import { resolve } from 'node:path';
import type { ApiClient } from '../../packages/server/src/entry/cli/api-client.ts';
import { printTable, type Row } from '../harness.ts';
import { type MeasuredServer, startMeasured } from './event-loop/measured-server.ts';
import { invokeRow, prepare, scenarios } from './event-loop/scenarios.ts';

const only = process.argv[2] ?? '';
const here = resolve(import.meta.dirname, '../..');
const checkouts = [here, ...(process.env.BASELINE === undefined ? [] : [process.env.BASELINE])];

/** Runs something on a server; says how late its event loop was meanwhile. */
async function measure(name: string, server: MeasuredServer, run: () => Promise<unknown>): Promise<Row> {
  const since = performance.now();
  await run();
  const seconds = (performance.now() - since) / 1000;
  const delay = await server.delays();
  const ms = (value: number) => value.toFixed(1);
  return {
    name,
    s: seconds.toFixed(2),
    p50: ms(delay.p50),
    p99: ms(delay.p99),
    'p99.9': ms(delay.p999),
    max: ms(delay.max),
    'longest CPU': ms(delay.longest),
    CPU: delay.cpu.toFixed(0),
  };
}

for (const checkout of checkouts) {
  const server = await startMeasured({ checkout });
  const rows: Row[] = [];
  try {
    await prepare(server.client);
    await server.delays();
    for (const { name, run } of scenarios.filter((scenario) => scenario.name.includes(only)))
      rows.push(await measure(name, server, () => run(server.client)));
  } finally {
    await server.stop();
  }
  const again = await startMeasured({ checkout, data: server.data });
  try {
    const untilServed = () => askEach(again.client);
    // What a process does before it listens delays no request.
    await again.delays();
    rows.push(
      await measure(`a start with these endpoints (ready after ${again.readyMs.toFixed(0)} ms)`, again, untilServed),
    );
  } finally {
    await again.stop();
    again.removeData();
  }
  const which = checkout === here ? 'this checkout' : 'baseline';
  printTable(`Delay of the event loop, and CPU time of its thread in one go and in all, ms (${which})`, rows);
}

/** One request to each endpoint: those that are still being loaded are waited for. */
async function askEach(client: ApiClient): Promise<void> {
  const { Endpoints: endpoints } = await client.operation('ListEndpoints', { MaxResults: 100, NameContains: 'many' });
  await Promise.all(
    (endpoints as { readonly EndpointName: string }[]).map(({ EndpointName: name }) => invokeRow(client, name)),
  );
}
