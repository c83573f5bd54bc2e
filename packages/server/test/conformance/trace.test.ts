import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCatenaryAnswer } from '../support/catenary-answer.ts';
import { createEndpoint, invoke } from '../support/diamonds.ts';
import { nodeImage } from '../support/node-image.ts';
import { removeData, startTestServer, type TestServer } from '../support/start-server.ts';

/** `POST /_catenary/endpoints/{name}/trace` shows the request of InvokeEndpoint, not another one. */

/** Answers with the headers that it got, or refuses, or ends, as CONTAINER_MODE says. */
const script = `
import { createServer } from 'node:http';
createServer((request, response) => {
  request.on('data', () => undefined);
  request.on('end', () => {
    if (request.url === '/ping') return response.end();
    if (process.env.CONTAINER_MODE === 'refuse') response.statusCode = 418;
    if (process.env.CONTAINER_MODE === 'break') return request.socket.destroy();
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify(request.headers));
  });
}).listen(Number(process.env.SAGEMAKER_BIND_TO_PORT), '127.0.0.1');
`;

interface Trace {
  readonly variant: string;
  readonly containers: { position: number; hostname: string; status: number; body: string; micros: number }[];
  readonly failure?: string;
}

const folder = mkdtempSync(join(tmpdir(), 'catenary-trace-'));
let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({ args: nodeImage(folder, 'echo', script) });
  const container = (hostname: string, mode = 'echo') => ({
    ContainerHostname: hostname,
    Image: 'host/echo:1',
    Environment: { CONTAINER_MODE: mode },
  });
  const deploy = async (name: string, Containers: object[], more: object = {}) => {
    await server.client.operation('CreateModel', { ModelName: name, Containers, ...more });
    expect(await createEndpoint(server.client, name)).toBe('InService');
  };
  await deploy('serial', [container('a'), container('b')]);
  await deploy('direct', [container('a'), container('b')], { InferenceExecutionConfig: { Mode: 'Direct' } });
  await deploy('refusing', [container('a'), container('b', 'refuse'), container('c')]);
  await deploy('breaking', [container('a'), container('b', 'break')]);
});

afterAll(async () => {
  expect(await server.stop()).toBe(0);
  removeData(server);
  rmSync(folder, { recursive: true, force: true });
});

const caller = {
  'x-amzn-sagemaker-custom-attributes': 'tenant=7',
  'x-amzn-sagemaker-inference-id': 'id-1',
  'x-amzn-sagemaker-session-id': 'NEW_SESSION',
};

async function trace(name: string, headers: Record<string, string> = {}): Promise<Trace> {
  const { body } = await server.client.send({
    method: 'POST',
    path: `/_catenary/endpoints/${name}/trace`,
    service: 'sagemaker',
    headers: { 'content-type': 'text/csv', accept: 'text/csv', ...headers },
    body: '1,2',
  });
  return readCatenaryAnswer('TraceEndpoint', body) as Trace;
}

/** What a container got, of that which the contract hands on. */
function heard(body: string): Record<string, string | undefined> {
  const headers = JSON.parse(body) as Record<string, string>;
  const named = (name: string) => headers[`x-amzn-sagemaker-${name}`];
  return {
    type: headers['content-type'],
    accept: headers.accept,
    attributes: named('custom-attributes'),
    id: named('inference-id'),
    session: named('session-id'),
  };
}

describe('a trace', () => {
  it('hands custom attributes, inference id and session id to every container, as InvokeEndpoint does', async () => {
    const { containers, failure } = await trace('serial', caller);
    const shared = { attributes: 'tenant=7', id: 'id-1', session: 'NEW_SESSION' };
    const expected = [
      { type: 'text/csv', accept: undefined, ...shared },
      { type: 'application/json', accept: 'text/csv', ...shared },
    ];
    expect(containers.map(({ body }) => heard(body))).toEqual(expected);
    expect(heard(await invoke(server.client, 'serial', '1,2', caller))).toEqual(expected[1]);
    expect(failure).toBeUndefined();
  });

  it('goes to the container that is named, in Direct mode', async () => {
    const target = { 'x-amzn-sagemaker-target-container-hostname': 'b' };
    const { containers } = await trace('direct', { ...caller, ...target });
    expect(containers.map(({ position, hostname, status }) => [position, hostname, status])).toEqual([[1, 'b', 200]]);
    expect(heard(containers[0]?.body as string)).toMatchObject({ accept: 'text/csv', attributes: 'tenant=7' });
    await expect(trace('direct')).rejects.toThrow(
      'Endpoint direct runs its containers in Direct mode: name one of a, b in the target container hostname header.',
    );
    await expect(trace('serial', target)).rejects.toThrow(
      'Endpoint serial runs its containers in Serial mode and does not support the target container hostname header.',
    );
  });

  it('refuses headers that InvokeEndpoint refuses', async () => {
    await expect(trace('serial', { 'x-amzn-sagemaker-target-variant': 'other' })).rejects.toThrow(
      'Variant other not found for endpoint serial. Its variants are: AllTraffic.',
    );
    await expect(trace('serial', { 'x-amzn-sagemaker-target-model': 'm.tar.gz' })).rejects.toThrow(
      'TARGET_MODEL_HEADER_NOT_SUPPORTED',
    );
    await expect(trace('serial', { 'x-amzn-sagemaker-inference-component': 'part' })).rejects.toThrow(
      'has no inference components',
    );
  });

  it('ends with the container that refuses', async () => {
    const { containers, failure } = await trace('refusing');
    expect(containers.map(({ hostname, status }) => [hostname, status])).toEqual([
      ['a', 200],
      ['b', 418],
    ]);
    expect(failure).toBeUndefined();
  });

  it('shows what there was before a container gave no answer, and says so', async () => {
    const { containers, failure } = await trace('breaking');
    expect(containers.map(({ hostname, status }) => [hostname, status])).toEqual([['a', 200]]);
    expect(failure).toMatch(/^Container 2 of 2 \(b\) failed: The container gave no answer: /);
  });

  it('is not counted among the times of the endpoint', async () => {
    const count = async () => {
      const path = '/_catenary/endpoints/serial';
      const { body } = await server.client.send({ method: 'GET', path, service: 'sagemaker' });
      const { variants } = readCatenaryAnswer('DescribeTimes', body) as { variants: { total: { count: number } }[] };
      return variants[0]?.total.count;
    };
    await invoke(server.client, 'serial', '1,2');
    const before = await count();
    await trace('serial');
    expect(await count()).toBe(before);
    await invoke(server.client, 'serial', '1,2');
    expect(await count()).toBe((before as number) + 1);
  });
});
