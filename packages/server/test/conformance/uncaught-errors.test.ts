import { afterAll, beforeAll, expect, it } from 'vitest';
import { removeData, startTestServer, type TestServer } from '../support/start-server.ts';

/** Errors within a request that nothing catches: the process serves on, and the log names the request. */

let server: TestServer;
beforeAll(async () => {
  const faulty = new URL('../support/throw-in-list-buckets.ts', import.meta.url).href;
  server = await startTestServer({ env: { NODE_OPTIONS: `--import=${faulty}` } });
  await server.client.send({ method: 'PUT', path: '/bucket', service: 's3' });
});
afterAll(() => removeData(server));

it('an error in one request, however it comes, does not end the process', async () => {
  const list = () => server.client.send({ method: 'GET', path: '/', service: 's3' });
  await expect(list()).rejects.toMatchObject({ status: 500, message: expect.stringContaining('internal error') });
  // Whether the answer or the error comes first is not said.
  const statusOf = () =>
    list().then(
      ({ status }) => status,
      ({ status }: { status: number }) => status,
    );
  for (let way = 0; way < 4; way++) expect([200, 500]).toContain(await statusOf());
  await expect(list()).rejects.toMatchObject({ status: 500 });
  expect(await server.stop()).toBe(0);

  const logged = server
    .log()
    .split('\n')
    .filter((line) => line.includes('request failed unexpectedly'))
    .map((line) => JSON.parse(line) as { err: { message: string }; requestId: string });
  // A timer may come after the next request: what counts is that each has happened.
  expect(logged.map(({ err }) => err.message).sort()).toEqual([
    'rejected, and not awaited',
    'thrown at once',
    'thrown at once',
    'thrown by a microtask',
    'thrown by a timer',
    'thrown on the next tick',
  ]);
  expect(new Set(logged.map(({ requestId }) => requestId)).size).toBe(6);
});
