import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { removeData, type TestServer } from '../support/start-server.ts';
import { startFuzzServer } from './fuzz-server.ts';
import { runFuzz } from './run-fuzz.ts';

/** The short form of `npm run fuzz`; seeds that once broke a rule are kept here. */
const keptSeeds: readonly number[] = [];

let server: TestServer;
beforeAll(async () => {
  server = await startFuzzServer();
});
afterAll(() => removeData(server));

describe('requests of every API, damaged and whole', () => {
  it('are answered, or their connections closed: no status 500, no stack trace', async () => {
    const { failures, ends, reached } = await runFuzz(server, { first: 1, count: 5000 });
    expect(failures).toEqual([]);
    // Or else they all failed for one and the same reason, and showed nothing.
    for (const status of ['200', '204', '400', '403', '404', '424']) expect(ends.get(status) ?? 0).toBeGreaterThan(0);
    expect([...reached].filter(([, count]) => count === 0)).toEqual([['odd paths', 0]]);
  });

  it.each(keptSeeds)('the request of seed %i is answered', async (seed) => {
    expect((await runFuzz(server, { first: seed, count: 1, connections: 1 })).failures).toEqual([]);
  });

  it('leave no unforeseen error in the log, and nothing added to all objects', async () => {
    expect(await server.stop()).toBe(0);
    expect(server.log()).not.toMatch(/unforeseen|nothing caught|could not be answered/);
  });
});
