import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDiamondsModel, golden, invoke, linesOf, readExample, untilSettled } from '../support/diamonds.ts';
import { listKeys } from '../support/list-keys.ts';
import { mountSmallDisk } from '../support/small-disk.ts';
import { startTestServer, type TestServer, until } from '../support/start-server.ts';

/** Captured data goes to the bucket of a server whose disk is really full. */
const disk = mountSmallDisk(64 * 1024 * 1024);

describe.skipIf(disk === undefined)('a disk that is really full (needs to mount a tmpfs)', () => {
  let server: TestServer;
  const rows = readExample('requests.csv');
  const answers = golden('xgboost.csv').toString();

  beforeAll(async () => {
    server = await startTestServer({ data: join(disk?.path as string, 'data') });
    await createDiamondsModel(server.client, 'pair', ['sparkml', 'xgboost']);
    await server.client.operation('CreateEndpointConfig', {
      EndpointConfigName: 'captured',
      ProductionVariants: [{ VariantName: 'v', ModelName: 'pair' }],
      DataCaptureConfig: {
        InitialSamplingPercentage: 100,
        DestinationS3Uri: 's3://diamonds/captured',
        CaptureOptions: [{ CaptureMode: 'InputAndOutput' }],
        CaptureContentTypeHeader: { CsvContentTypes: ['text/csv'] },
      },
    });
    await server.client.operation('CreateEndpoint', { EndpointName: 'e', EndpointConfigName: 'captured' });
    expect(await untilSettled(server.client, 'e')).toBe('InService');
  });
  afterAll(async () => {
    await server?.stop('SIGKILL');
    disk?.close();
  });

  const statusOf = async () => {
    const found = await server.client.operation('DescribeEndpoint', { EndpointName: 'e' });
    return (found.DataCaptureConfig as { CaptureStatus: string }).CaptureStatus;
  };
  const isNow = (status: string) => until(async () => ((await statusOf()) === status ? true : undefined), 30_000);

  it('pauses capture, and fails no request; with room again what waited is written', async () => {
    const filler = join(disk?.path as string, 'filler');
    writeFileSync(filler, Buffer.alloc((disk?.free() ?? 0) - 1024 * 1024));
    // A request and its answer are some 120 KB of text: 4 MiB, at which a file is written, are 40 of them.
    for (let at = 0; at < 60; at++) expect(await invoke(server.client, 'e', rows)).toBe(answers);
    await isNow('Stopped');
    for (let at = 0; at < 10; at++) expect(await invoke(server.client, 'e', rows)).toBe(answers);
    rmSync(filler);
    await isNow('Started');
    const key = await until(async () => (await listKeys(server.client, 'diamonds', 'captured/'))[0]);
    const { body } = await server.client.send({ method: 'GET', path: `/diamonds/${key}`, service: 's3' });
    const [first = ''] = linesOf(body);
    const { captureData } = JSON.parse(first) as { captureData: { endpointOutput: { data: string } } };
    expect(captureData.endpointOutput.data).toBe(answers);
  }, 90_000);
});
