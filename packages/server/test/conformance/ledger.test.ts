import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type LedgerRow, ledgerHeader, readLedger } from '../../src/contract/ledger-header.ts';
import { createDiamondsModel, createEndpoint, diamondsContainer, linesOf, readExample } from '../support/diamonds.ts';
import { nodeImage } from '../support/node-image.ts';
import { removeData, startTestServer, type TestServer } from '../support/start-server.ts';

/** `X-Catenary-Ledger: 1` on a request of InvokeEndpoint: the answer says where its time went. */

const slowMs = 30;

/** Hands on what it gets, after `slowMs`. */
const script = `
import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
createServer(async (request, response) => {
  const body = await buffer(request);
  if (request.url === '/ping') return response.end();
  await new Promise((done) => setTimeout(done, ${slowMs}));
  response.setHeader('Content-Type', 'text/csv');
  response.end(body);
}).listen(Number(process.env.SAGEMAKER_BIND_TO_PORT), '127.0.0.1');
`;

const folder = mkdtempSync(join(tmpdir(), 'catenary-ledger-'));
let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({ args: nodeImage(folder, 'slow', script) });
  await createDiamondsModel(server.client, 'native', ['sparkml', 'xgboost']);
  const slow = { ContainerHostname: 'slow', Image: 'host/slow:1' };
  const mixed = [
    { ...diamondsContainer('sparkml'), ContainerHostname: 'features' },
    slow,
    { ...diamondsContainer('xgboost'), ContainerHostname: 'price' },
  ];
  await server.client.operation('CreateModel', { ModelName: 'mixed', Containers: mixed });
  for (const name of ['native', 'mixed']) expect(await createEndpoint(server.client, name)).toBe('InService');
}, 60_000);

afterAll(async () => {
  expect(await server.stop()).toBe(0);
  removeData(server);
  rmSync(folder, { recursive: true, force: true });
});

const [row = '', ...others] = linesOf(readExample('requests.csv'));

async function ledgerOf(endpoint: string, headers: Record<string, string>, body = row): Promise<LedgerRow[]> {
  const answer = await server.client.send({
    method: 'POST',
    path: `/endpoints/${endpoint}/invocations`,
    service: 'sagemaker',
    headers: { 'content-type': 'text/csv', accept: 'text/csv', ...headers },
    body,
  });
  expect(answer.body.toString()).toMatch(/^\d+\.\d+/);
  return readLedger(answer.header(ledgerHeader) ?? '');
}

it.each(['native', 'mixed'])('the parts of a request to %s are its whole, within a hundredth', async (endpoint) => {
  for (let round = 0; round < 5; round++) {
    const [whole, ...parts] = await ledgerOf(endpoint, { [ledgerHeader]: '1' });
    const sum = parts.reduce((all, { ms }) => all + ms, 0);
    // Numbers have three digits behind the point: each may be off by 0.0005.
    expect(Math.abs(sum - (whole?.ms ?? 0))).toBeLessThan(0.01 * (whole?.ms ?? 0) + 0.0005 * (parts.length + 1));
    expect(parts.every(({ ms }) => ms >= 0)).toBe(true);
  }
});

it('names the parts and the containers', async () => {
  const rows = await ledgerOf('mixed', { [ledgerHeader]: '1' });
  expect(rows.map(({ name }) => name)).toEqual([
    'whole',
    'read',
    'authenticate',
    'queue',
    'container-1',
    'container-2',
    'container-3',
    'conversion',
    'write',
    'own',
  ]);
  expect(rows.find(({ name }) => name === 'container-2')).toMatchObject({ detail: 'slow' });
  // The timer of another process is by a clock that may be a millisecond off.
  expect(rows.find(({ name }) => name === 'container-2')?.ms).toBeGreaterThan(slowMs - 2);
});

it('reports conversion and waiting of a request that a thread answers', async () => {
  // 40,000 rows of 40 bytes: longer than what is answered between other requests.
  const body = `${[row, ...others].join('\n')}\n`.repeat(20);
  const [whole, ...parts] = await ledgerOf('native', { [ledgerHeader]: '1' }, body);
  const msOf = (name: string) => parts.find((part) => part.name === name)?.ms;
  expect([msOf('conversion'), msOf('queue'), msOf('container-2')].every((ms = 0) => ms > 0)).toBe(true);
  const sum = parts.reduce((all, { ms }) => all + ms, 0);
  expect(Math.abs(sum - (whole?.ms ?? 0))).toBeLessThan(0.01 * (whole?.ms ?? 0));
}, 30_000);

it.each([{}, { [ledgerHeader]: '0' }])('says nothing to a request that did not ask (%o)', async (headers) => {
  expect(await ledgerOf('native', headers)).toEqual([]);
});
