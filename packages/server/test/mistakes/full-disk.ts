import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { makeTar } from '../platform/artifact/make-tar.ts';
import { createEndpoint } from '../support/diamonds.ts';
import { mountSmallDisk, type SmallDisk } from '../support/small-disk.ts';
import { startTestServer, type TestServer } from '../support/start-server.ts';
import { messageOf } from './message-of.ts';
import type { MistakeGroup } from './mistake.ts';
import { lacksMount } from './someone.ts';

/** What is said while the data folder of a server is on a disk of 16 MiB. */
async function onSmallDisk(use: (server: TestServer, disk: SmallDisk) => Promise<string>): Promise<string> {
  const disk = mountSmallDisk(16 << 20);
  if (disk === undefined) throw new Error('no disk could be mounted');
  const server = await startTestServer({ data: `${disk.path}/data` });
  try {
    return (await use(server, disk)).replaceAll(disk.path, '/mnt');
  } finally {
    await server.stop();
    disk.close();
  }
}

function fill(disk: SmallDisk, but = 0): void {
  writeFileSync(`${disk.path}/filler`, Buffer.alloc(disk.free() - but));
}

/** A server whose disk is full. */
export const fullDisk: MistakeGroup = {
  title: 'A disk that is full',
  mistakes: [
    {
      done: 'an upload of more than there is room for',
      lacks: lacksMount,
      provoke: (_place) =>
        onSmallDisk(async ({ client }) => {
          await client.send({ method: 'PUT', path: '/models', service: 's3' });
          const body = Buffer.alloc(20 << 20);
          return messageOf(client.send({ method: 'PUT', path: '/models/model.tar.gz', service: 's3', body }));
        }),
    },
    {
      done: 'CreateModel, with no room for the database',
      lacks: lacksMount,
      provoke: (_place) =>
        onSmallDisk(async ({ client }, disk) => {
          fill(disk);
          return messageOf(
            client.operation('CreateModel', { ModelName: 'prices', PrimaryContainer: { Image: 'kmeans:1' } }),
          );
        }),
    },
    {
      done: 'an endpoint, with no room for its model',
      lacks: lacksMount,
      provoke: (_place) =>
        onSmallDisk(async ({ client }) => {
          // Stored once, there is no room for the copy that is unpacked.
          const archive = makeTar([
            { name: 'code/inference.py', content: 'def model_fn(folder):\n    return None\n' },
            { name: 'weights.bin', content: randomBytes(10 << 20) },
          ]);
          await client.send({ method: 'PUT', path: '/models', service: 's3' });
          await client.send({ method: 'PUT', path: '/models/model.tar.gz', service: 's3', body: gzipSync(archive) });
          await client.operation('CreateModel', {
            ModelName: 'prices',
            PrimaryContainer: {
              Image: 'sagemaker-scikit-learn:1.9-1-cpu-py3',
              ModelDataUrl: 's3://models/model.tar.gz',
            },
          });
          await createEndpoint(client, 'prices');
          const { FailureReason } = await client.operation('DescribeEndpoint', { EndpointName: 'prices' });
          return String(FailureReason);
        }),
    },
  ],
};
