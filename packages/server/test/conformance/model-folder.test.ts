import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readArchive } from '../../src/platform/artifact/read-archive.ts';
import { createEndpoint, invoke } from '../support/diamonds.ts';
import { removeData, root, startTestServer, type TestServer } from '../support/start-server.ts';

/** A pipeline that Spark saved straight into a bucket: ModelDataSource of type S3Prefix. */
let server: TestServer;
const folder = join(root, 'test/golden/spark/4.1/pipeline');

beforeAll(async () => {
  server = await startTestServer();
  await server.client.send({ method: 'PUT', path: '/models', service: 's3' });
  for (const [path, body] of await readArchive(readFileSync(join(folder, 'model.tar.gz'))))
    await server.client.send({ method: 'PUT', path: `/models/saved/${path}`, service: 's3', body: Buffer.from(body) });
});
afterAll(async () => {
  await server.stop();
  removeData(server);
});

const createModel = (name: string, source: Record<string, string>) =>
  server.client.operation('CreateModel', {
    ModelName: name,
    PrimaryContainer: {
      Image: 'sagemaker-sparkml-serving:3.3',
      ModelDataSource: { S3DataSource: source },
      Environment: {
        SAGEMAKER_SPARKML_SCHEMA: JSON.stringify({
          input: [
            { name: 's', type: 'string' },
            { name: 'x', type: 'double' },
          ],
          output: { name: 'probability', type: 'double', struct: 'vector' },
        }),
      },
    },
  });

const prefix = { S3Uri: 's3://models/saved/', S3DataType: 'S3Prefix', CompressionType: 'None' };

describe('a model whose data are a prefix', () => {
  it("is served with Spark's answers", async () => {
    await createModel('saved', prefix);
    expect(await createEndpoint(server.client, 'saved')).toBe('InService');
    const [first] = readFileSync(join(folder, 'expected.jsonl'), 'utf8').split('\n') as [string];
    const { output } = JSON.parse(first) as { output: { probability: { values: number[] } } };
    const answer = await invoke(server.client, 'saved', 'a,1.0');
    const numbers = answer.trim().split(',').map(Number);
    expect(numbers).toHaveLength(output.probability.values.length);
    for (const [at, value] of output.probability.values.entries()) expect(numbers[at]).toBeCloseTo(value, 12);
  });

  it('must end in a slash, exist, and be uncompressed', async () => {
    await expect(createModel('a', { ...prefix, S3Uri: 's3://models/saved' })).rejects.toThrow(/must end in "\/"/);
    await expect(createModel('b', { ...prefix, S3Uri: 's3://models/none/' })).rejects.toThrow(
      /Could not find model data at s3:\/\/models\/none\//,
    );
    await expect(createModel('c', { ...prefix, CompressionType: 'Gzip' })).rejects.toThrow(/S3Prefix with None/);
  });
});
