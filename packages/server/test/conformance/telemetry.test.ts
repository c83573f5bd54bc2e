import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { createDiamondsModel, createEndpoint, invoke, linesOf, readExample } from '../support/diamonds.ts';
import { nodeImage } from '../support/node-image.ts';
import { findPythonEnvironment } from '../support/python-environment.ts';
import { removeData, startTestServer, type TestServer } from '../support/start-server.ts';

/** Traces and metrics for a collector, and the header that tells containers of the trace. */

/** Answers with the headers that it got, as JSON. */
const echo = `
import { createServer } from 'node:http';
createServer((request, response) => response.end(JSON.stringify(request.headers)))
  .listen(Number(process.env.SAGEMAKER_BIND_TO_PORT), '127.0.0.1');
`;
const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const traceparent = `00-${traceId}-00f067aa0ba902b7-01`;
const opentelemetry = await findPythonEnvironment(['opentelemetry-proto==1.38.0']);

const folder = mkdtempSync(join(tmpdir(), 'catenary-telemetry-'));
const [row] = linesOf(readExample('requests.csv')) as [string];
const messages: string[] = [];
const collector = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    messages.push(`${(request.url ?? '').slice('/v1/'.length)} ${Buffer.concat(chunks).toString()}`);
    messages.push(...(request.headers['x-key'] === 'a b' ? [] : ['wrong key']));
    response.end('{}');
  });
});

async function start(args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Promise<TestServer> {
  const server = await startTestServer({ args: [...nodeImage(folder, 'echo', echo), ...args], env });
  onTestFinished(async () => {
    await server.stop();
    removeData(server);
  });
  await server.client.operation('CreateModel', { ModelName: 'echo', PrimaryContainer: { Image: 'host/echo:1' } });
  expect(await createEndpoint(server.client, 'echo')).toBe('InService');
  return server;
}

/** The header that the container got, and the one of the answer. */
async function ask({ client }: TestServer, headers: Record<string, string> = {}) {
  const answer = await client.send({
    method: 'POST',
    path: '/endpoints/echo/invocations',
    service: 'sagemaker',
    headers: { 'content-type': 'text/csv', ...headers },
    body: '1',
  });
  const given = JSON.parse(answer.body.toString()) as Record<string, string>;
  return { given: given.traceparent, answered: answer.header('traceparent') };
}

beforeAll(async () => {
  await new Promise<void>((done) => collector.listen(0, '127.0.0.1', () => done()));
});
afterAll(() => {
  collector.close();
  rmSync(folder, { recursive: true, force: true });
});

it('traceparent is handed to containers and back to callers as it is', async () => {
  const server = await start();
  expect(await ask(server, { traceparent })).toEqual({ given: traceparent, answered: traceparent });
  expect(await ask(server)).toEqual({ given: undefined, answered: undefined });
});

it('spans and metrics reach a collector, as the protocol defines them (needs opentelemetry-proto from PyPI)', async ({
  skip,
}) => {
  if (opentelemetry === undefined) return skip();
  const { port } = collector.address() as AddressInfo;
  const server = await start(['--otlp-endpoint', `http://127.0.0.1:${port}`], {
    CATENARY_OTLP_HEADERS: 'x-key=a%20b',
  });
  const { given, answered } = await ask(server, { traceparent });
  expect(given).toBe(answered);
  expect(given).toMatch(new RegExp(`^00-${traceId}-(?!00f067aa0ba902b7)[0-9a-f]{16}-01$`));
  expect((await ask(server, { traceparent: traceparent.replace(/01$/, '00') })).given).toMatch(/-00$/);
  await createDiamondsModel(server.client, 'diamonds', ['sparkml', 'xgboost']);
  await createEndpoint(server.client, 'diamonds');
  await invoke(server.client, 'diamonds', row);
  await expect(invoke(server.client, 'diamonds', 'bad')).rejects.toThrow('client error (400)');
  await server.stop();
  const script = join(import.meta.dirname, 'otlp.py');
  const parsed = execFileSync(opentelemetry.python, [script], { input: messages.join('\n'), encoding: 'utf8' });
  const { services, spans, metrics } = JSON.parse(parsed) as Parsed;
  expect(services).toEqual(['catenary']);
  expect(spans.map(({ name, kind, status }) => [name, kind, status])).toEqual([
    ['invoke echo', 2, 0],
    ['primary', 3, 0],
    ['invoke diamonds', 2, 0],
    ['container-1', 3, 0],
    ['container-2', 3, 0],
    ['invoke diamonds', 2, 2],
    ['container-1', 3, 0],
  ]);
  const [first, below, , , , failed] = spans;
  expect(first).toMatchObject({ trace: traceId, parent: '00f067aa0ba902b7', id: given?.split('-')[2] });
  expect(below).toMatchObject({ trace: traceId, parent: first?.id });
  expect(failed?.attributes).toMatchObject({ 'catenary.endpoint': 'diamonds', 'http.response.status_code': 424 });
  // Of echo two, and of diamonds two, one of which was answered.
  expect(metrics.catenary_invocations_total).toEqual(['sum', [2, 2]]);
  expect(metrics.catenary_model_latency_seconds).toEqual(['histogram', [2, 1]]);
  expect(metrics.catenary_requests_under_way).toEqual(['gauge', [0, 0]]);
});

interface Parsed {
  readonly services: readonly string[];
  readonly spans: readonly {
    readonly name: string;
    readonly kind: number;
    readonly trace: string;
    readonly id: string;
    readonly parent: string;
    readonly status: number;
    readonly attributes: Readonly<Record<string, unknown>>;
  }[];
  readonly metrics: Readonly<Record<string, readonly [kind: string, values: readonly number[]]>>;
}
