import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { makeTar } from '../platform/artifact/make-tar.ts';
import { createEndpoint, example } from '../support/diamonds.ts';
import { mountSmallDisk, type SmallDisk } from '../support/small-disk.ts';
import { root, startTestServer, type TestServer } from '../support/start-server.ts';
import { messageOf } from './message-of.ts';
import type { MistakeGroup } from './mistake.ts';
import type { Place } from './place.ts';
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

const model = ['--model', example('xgboost/model.tar.gz')];
const features = join(root, 'test/golden/chains/sparkml.csv');
const golden = join(root, 'test/golden/sklearn/logistic-two-1.9');
const logistic = ['--model', join(golden, 'model.joblib'), '--input', join(golden, 'input.csv')];
const scored = [...model, '--input', features];

/** `catenary ...` where only this much is free of the disk that has its temporary files and its output. Leaves nothing there. */
async function refusedOnFullDisk(
  place: Place,
  words: (mount: string) => readonly string[],
  free: number,
): Promise<string> {
  const disk = mountSmallDisk(1 << 20);
  if (disk === undefined) throw new Error('no disk could be mounted');
  try {
    fill(disk, free);
    const said = await place.refusal(words(disk.path), { env: { TMPDIR: disk.path } });
    const left = readdirSync(disk.path).filter((name) => name !== 'filler');
    return `${said}${left.length === 0 ? '' : ` (left: ${left.join(', ')})`}`
      .replaceAll(disk.path, '/mnt')
      .replace(/score-\w+/, 'score-a1b2c3');
  } finally {
    disk.close();
  }
}

/** A server, or a command, whose disk is full. */
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
    {
      done: '`catenary transform --output /mnt/out`, with no room for a file',
      lacks: lacksMount,
      provoke: (place) => refusedOnFullDisk(place, (mount) => ['transform', ...scored, '--output', `${mount}/out`], 0),
    },
    {
      done: '`catenary transform --output /mnt/out`, with no room for the answers',
      lacks: lacksMount,
      own: ['rows.csv'],
      provoke(place) {
        // 50,000 answers of 18 bytes.
        writeFileSync(place.path('rows.csv'), readFileSync(features, 'utf8').repeat(25));
        const words = ['transform', ...model, '--input', 'rows.csv', '--output'];
        return refusedOnFullDisk(place, (mount) => [...words, `${mount}/out`], 500_000);
      },
    },
    {
      done: '`catenary score`, with no room in TMPDIR',
      lacks: lacksMount,
      provoke: (place) =>
        refusedOnFullDisk(
          place,
          () => ['score', ...logistic, '--image', 'sagemaker-scikit-learn:1.9-1', '--output', 'a'],
          0,
        ),
    },
    {
      done: '`catenary backup /mnt/monday`, with no room for it',
      lacks: lacksMount,
      provoke: (place) =>
        onSmallDisk(async ({ data }, disk) => {
          fill(disk, 100_000);
          return place.refusal(['backup', `${disk.path}/monday`, '--data', data]);
        }),
    },
  ],
};
