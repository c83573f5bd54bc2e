import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ApiError } from '../../src/entry/cli/api-client.ts';
import { createDiamondsModel, createEndpoint, golden, invoke, linesOf, readExample } from '../support/diamonds.ts';
import { type Fault, type FaultProxy, startFaultProxy } from '../support/fault-proxy.ts';
import { findSeaweedfs, type OutsideStore, outsideEnvironment, startSeaweedfs } from '../support/seaweedfs.ts';
import { removeData, startTestServer, type TestServer } from '../support/start-server.ts';
import { csvLines, transform } from '../support/transform-job.ts';

const program = await findSeaweedfs();

/** A server whose buckets are in a real outside store, with a proxy between them that spoils requests. */
describe.skipIf(program === undefined)('a server with its buckets in SeaweedFS', () => {
  let outside: OutsideStore;
  let proxy: FaultProxy;
  let server: TestServer;
  const times = 30;

  beforeAll(async () => {
    outside = await startSeaweedfs(program as string);
    proxy = await startFaultProxy(outside.url);
    server = await startTestServer({
      env: {
        ...outsideEnvironment(proxy.url, 'diamonds,elsewhere'),
      },
    });
    await createDiamondsModel(server.client, 'pair', ['sparkml', 'xgboost']);
    const rows = readExample('requests.csv').toString().trimEnd();
    const body = Array.from({ length: times }, () => rows).join('\n');
    for (const name of ['a', 'b', 'c'])
      await server.client.send({ method: 'PUT', path: `/diamonds/in/${name}.csv`, service: 's3', body });
  });

  beforeEach(() => {
    proxy.plan = () => undefined;
    proxy.faults = 0;
  });

  afterAll(async () => {
    await server.stop();
    removeData(server);
    await proxy.close();
    await outside.close();
  });

  const run = (name: string) =>
    transform(server.client, name, {
      ModelName: 'pair',
      ...csvLines('s3://diamonds/in/', `s3://diamonds/${name}`),
    });
  const read = async (path: string) =>
    (await server.client.send({ method: 'GET', path: `/diamonds/${path}`, service: 's3' })).body.toString();

  it('fetches an archive again that was damaged on its way', async () => {
    let left = 1;
    proxy.plan = ({ method, url }) =>
      method === 'GET' && url.includes('.tar.gz') && left-- > 0 ? { kind: 'corrupted', at: 500 } : undefined;
    expect(await createEndpoint(server.client, 'pair')).toBe('InService');
    expect(proxy.faults).toBe(1);
    const [row] = linesOf(readExample('requests.csv')) as [string];
    expect(await invoke(server.client, 'pair', row)).toBe(`${linesOf(golden('xgboost.csv'))[0]}\n`);
  });

  it('runs a job whose store fails every other request, to the same bytes', async () => {
    const kinds: Fault[] = [
      { kind: 'slow down' },
      { kind: 'truncated', after: 100_000 },
      { kind: 'server error' },
      { kind: 'reset' },
      { kind: 'lost answer' },
      { kind: 'slow', pieceBytes: 50_000 },
    ];
    let requests = 0;
    proxy.plan = () => (++requests % 2 === 0 ? kinds[(requests / 2) % kinds.length] : undefined);
    expect(await run('every-other')).toMatchObject({ TransformJobStatus: 'Completed' });
    proxy.plan = () => undefined;
    const expected = golden('xgboost.csv').toString().repeat(times);
    for (const name of ['a', 'b', 'c']) expect((await read(`every-other/${name}.csv.out`)) === expected).toBe(true);
    expect(proxy.faults).toBeGreaterThan(3);
  });

  it('fails a job whose input is damaged on its way, naming the object, and publishes nothing of it', async () => {
    proxy.plan = ({ method, url }) =>
      method === 'GET' && url.includes('/in/b.csv') ? { kind: 'corrupted', at: 1_000_000 } : undefined;
    const job = await run('damaged');
    expect(job.TransformJobStatus).toBe('Failed');
    expect(job.FailureReason).toMatch(/The content received of s3:\/\/diamonds\/in\/b\.csv is not what its store says/);
    proxy.plan = () => undefined;
    await expect(read('damaged/b.csv.out')).rejects.toMatchObject({ status: 404 });
  });

  it('reports what a store that is down said, and how often it was asked', async () => {
    proxy.plan = () => ({ kind: 'slow down' });
    const create = server.client.operation('CreateModel', {
      ModelName: 'down',
      PrimaryContainer: { Image: 'sagemaker-xgboost:3.2-0', ModelDataUrl: 's3://diamonds/xgboost.tar.gz' },
    });
    const error = await create.catch((failure: ApiError) => failure);
    expect(error).toMatchObject({ status: 503 });
    expect((error as ApiError).message).toMatch(
      /HeadObject of s3:\/\/diamonds\/xgboost\.tar\.gz failed after 8 attempts: .*503/,
    );
  });
});
