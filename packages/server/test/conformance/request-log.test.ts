import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCatenaryAnswer } from '../support/catenary-answer.ts';
import { createDiamondsModel, createEndpoint, invoke } from '../support/diamonds.ts';
import { nodeImage } from '../support/node-image.ts';
import { removeData, startTestServer, type TestServer, until } from '../support/start-server.ts';

/** What a server writes to its own log: what it is, what changes, and which requests failed. */

/** Refuses what the body asks for: `418`. */
const script = `
import { createServer } from 'node:http';
createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    response.statusCode = request.url === '/ping' ? 200 : Number(Buffer.concat(chunks).toString());
    response.end('so it is');
  });
}).listen(Number(process.env.SAGEMAKER_BIND_TO_PORT), '127.0.0.1');
`;

type Line = Readonly<Record<string, unknown>> & { readonly msg: string };

const linesOf = (server: TestServer) =>
  server
    .log()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Line);

/** The lines of this message, as soon as there are any that fit. */
const logged = (server: TestServer, fits: (line: Line) => boolean) =>
  until(async () => {
    const lines = linesOf(server).filter(fits);
    return lines.length === 0 ? undefined : lines;
  });

const folder = mkdtempSync(join(tmpdir(), 'catenary-log-'));
let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({ args: nodeImage(folder, 'status', script) });
  await createDiamondsModel(server.client, 'diamonds', ['sparkml', 'xgboost']);
  expect(await createEndpoint(server.client, 'diamonds')).toBe('InService');
  const containers = ['a', 'b'].map((ContainerHostname) => ({ ContainerHostname, Image: 'host/status:1' }));
  const direct = { ModelName: 'direct', Containers: containers, InferenceExecutionConfig: { Mode: 'Direct' } };
  await server.client.operation('CreateModel', direct);
  expect(await createEndpoint(server.client, 'direct')).toBe('InService');
});

afterAll(async () => {
  expect(await server.stop()).toBe(0);
  removeData(server);
  rmSync(folder, { recursive: true, force: true });
});

const good = '0.54,Premium,G,VS2,62.0,58.0,5.21,5.18,3.22';
async function times(name: string): Promise<unknown> {
  const path = `/_catenary/endpoints/${name}`;
  const { body } = await server.client.send({ method: 'GET', path, service: 'sagemaker' });
  return readCatenaryAnswer('DescribeTimes', body);
}

describe('the log of a server', () => {
  it('begins with what it is and where everything is', async () => {
    const [line] = await logged(server, ({ msg }) => msg === 'server started');
    expect(line).toMatchObject({
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      pid: server.pid,
      url: server.url,
      data: server.data,
      store: join(server.data, 'catenary.sqlite'),
      processes: { sandbox: 'auto', python: 'python3' },
      keys: 'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
      accessLog: false,
    });
  });

  it('names the file of the keys that it keeps itself, and every file that it read', async () => {
    const data = mkdtempSync(join(tmpdir(), 'catenary-test-'));
    writeFileSync(join(data, 'catenary.yaml'), 'region: eu-west-1\n');
    const other = await startTestServer({ data, env: { AWS_ACCESS_KEY_ID: '', CATENARY_ACCESS_LOG: '' } });
    const [line] = await logged(other, ({ msg }) => msg === 'server started');
    expect(line?.['keys']).toBe(join(data, 'credentials.json'));
    const [read] = await logged(other, ({ msg }) => msg === 'configuration read');
    expect(read?.['read']).toEqual({
      flags: ['port', 'data'],
      environment: expect.arrayContaining(['logLevel', 'environments']),
      [join(data, 'catenary.yaml')]: ['region'],
    });
    expect(await other.stop()).toBe(0);
    removeData(other);
  });

  it('has a line for each change of a resource', async () => {
    await server.client.operation('CreateModel', { ModelName: 'short', PrimaryContainer: { Image: 'host/status:1' } });
    await server.client.operation('DeleteModel', { ModelName: 'short' });
    const lines = await logged(server, ({ msg, name }) => msg === 'resource changed' && name === 'short');
    expect(lines.map(({ operation, region }) => [operation, region])).toEqual([
      ['CreateModel', 'us-east-1'],
      ['DeleteModel', 'us-east-1'],
    ]);
    expect(linesOf(server)).toContainEqual(
      expect.objectContaining({ msg: 'resource changed', operation: 'CreateBucket', name: 'diamonds' }),
    );
  });

  it('says of a failed request which container, row and column it was', async () => {
    await invoke(server.client, 'diamonds', good);
    const bad = `${good}\n${good.replace('62.0', 'x')}`;
    await expect(invoke(server.client, 'diamonds', bad)).rejects.toThrow('On this server: catenary logs diamonds.');
    const lines = await logged(server, ({ msg }) => msg === 'request failed');
    expect(lines).toMatchObject([
      {
        level: 40,
        requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        path: '/endpoints/diamonds/invocations',
        status: 424,
        code: 'ModelError',
        endpoint: 'diamonds',
        variant: 'AllTraffic',
        container: '1 of 2',
        hostname: 'container-1',
        containerStatus: 400,
        row: 2,
        column: 'depth',
        milliseconds: expect.any(Number),
        reason: expect.stringContaining('row 2'),
      },
    ]);
    expect(await times('diamonds')).toMatchObject({
      variants: [{ containers: [{ count: 1, failures: 1 }, { failures: 0 }], total: { count: 1, failures: 1 } }],
    });
  });

  it('counts the containers of an endpoint in Direct mode each for itself', async () => {
    const ask = (hostname: string, body: string) =>
      invoke(server.client, 'direct', body, { 'x-amzn-sagemaker-target-container-hostname': hostname });
    await ask('b', '200');
    await ask('b', '200');
    await expect(ask('a', '418')).rejects.toThrow('418');
    expect(await times('direct')).toMatchObject({
      variants: [
        {
          containers: [
            { hostname: 'a', count: 0, failures: 1 },
            { hostname: 'b', count: 2, failures: 0 },
          ],
          total: { count: 2, failures: 1 },
        },
      ],
    });
  });

  it('has a line for each refused request of any API, and none for those that succeed', async () => {
    await expect(invoke(server.client, 'nosuch', good)).rejects.toThrow('not found');
    await expect(server.client.operation('DescribeModel', { ModelName: 'nosuch' })).rejects.toThrow('find');
    const get = { method: 'GET', path: '/nosuch/key', service: 's3' };
    await expect(server.client.send(get)).rejects.toThrow('bucket');
    await fetch(`${server.url}/bucket?X-Amz-Signature=secret`);
    await logged(server, ({ path }) => path === '/bucket');
    const lines = linesOf(server).filter(({ msg }) => msg === 'request refused');
    expect(lines.map(({ method, path, target, status, code }) => [method, path, target, status, code])).toEqual([
      ['POST', '/endpoints/nosuch/invocations', undefined, 400, 'ValidationError'],
      ['POST', '/', 'SageMaker.DescribeModel', 400, 'ValidationException'],
      ['GET', '/nosuch/key', undefined, 404, 'NoSuchBucket'],
      ['GET', '/bucket', undefined, 403, expect.any(String)],
    ]);
    expect(server.log()).not.toContain('secret');
    expect(linesOf(server).filter(({ msg }) => msg === 'request answered')).toEqual([]);
  });
});

describe('--access-log', () => {
  it('has a line for every request, one each', async () => {
    const wordy = await startTestServer({ args: ['--access-log'] });
    await wordy.client.operation('ListModels', {});
    await expect(wordy.client.operation('DescribeModel', { ModelName: 'nosuch' })).rejects.toThrow('find');
    await fetch(`${wordy.url}/_catenary/health`);
    expect(await wordy.stop()).toBe(0);
    removeData(wordy);
    const lines = linesOf(wordy).filter(({ msg }) => msg.startsWith('request'));
    expect(lines).toMatchObject([
      { msg: 'request answered', target: 'SageMaker.ListModels', status: 200, bytes: 2, client: '127.0.0.1' },
      { msg: 'request refused', target: 'SageMaker.DescribeModel', status: 400, code: 'ValidationException' },
      { msg: 'request answered', path: '/_catenary/health', status: 200, milliseconds: expect.any(Number) },
    ]);
  });
});

describe('/_catenary/health', () => {
  it('says that the server lives, and whether its endpoints are loaded', async () => {
    for (const path of ['/_catenary/health', '/_catenary/health/ready']) {
      const answer = await fetch(server.url + path);
      expect([answer.status, await answer.json()]).toEqual([200, { status: 'ok' }]);
    }
  });
});
