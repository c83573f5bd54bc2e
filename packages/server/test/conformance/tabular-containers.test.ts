import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEndpoint, invoke } from '../support/diamonds.ts';
import { removeData, root, startTestServer, type TestServer } from '../support/start-server.ts';
import { transform } from '../support/transform-job.ts';

/** First-party algorithms by their images, and LightGBM in an image that catenary.yaml names. */
const golden = join(root, 'test/golden');
const read = (path: string) => readFileSync(join(golden, path));
const folder = mkdtempSync(join(tmpdir(), 'catenary-tabular-'));
let server: TestServer;

beforeAll(async () => {
  const config = join(folder, 'catenary.yaml');
  writeFileSync(config, 'images:\n  - { match: "*/pytorch-inference:*", kind: lightgbm }\n');
  server = await startTestServer({ args: ['--config', config] });
  await put('/models');
});
afterAll(async () => {
  await server.stop();
  removeData(server);
  rmSync(folder, { recursive: true, force: true });
});

const put = (path: string, body: Buffer = Buffer.alloc(0)) =>
  server.client.send({ method: 'PUT', path, service: 's3', body });

async function deploy(name: string, image: string, file: string, path: string): Promise<void> {
  const directory = join(folder, name);
  mkdirSync(directory);
  cpSync(join(golden, path), join(directory, file));
  const archive = join(folder, `${name}.tar.gz`);
  execFileSync('tar', ['-czf', archive, '-C', directory, '.']);
  await put(`/models/${name}.tar.gz`, readFileSync(archive));
  await server.client.operation('CreateModel', {
    ModelName: name,
    PrimaryContainer: { Image: image, ModelDataUrl: `s3://models/${name}.tar.gz` },
  });
  expect(await createEndpoint(server.client, name)).toBe('InService');
}

describe('a linear learner', () => {
  it('answers an endpoint, and a transform job in JSON Lines', async () => {
    const image = '811284229777.dkr.ecr.us-east-1.amazonaws.com/linear-learner:1';
    await deploy('linear', image, 'model_algo-1', 'first-party/linear-binary/model_algo-1');
    const { predicted_label: labels } = JSON.parse(read('first-party/linear-binary/expected.json').toString()) as {
      predicted_label: number[];
    };
    const csv = read('first-party/input.csv');
    const answer = await invoke(server.client, 'linear', csv, { accept: 'application/json' });
    const { predictions } = JSON.parse(answer) as { predictions: { predicted_label: number }[] };
    expect(predictions.map((record) => record.predicted_label)).toEqual(labels);

    await put('/models/in/input.csv', csv);
    const job = await transform(server.client, 'linear', {
      ModelName: 'linear',
      TransformInput: {
        DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://models/in/' } },
        ContentType: 'text/csv',
        SplitType: 'Line',
      },
      TransformOutput: { S3OutputPath: 's3://models/out', Accept: 'application/jsonlines', AssembleWith: 'None' },
    });
    expect(job).toMatchObject({ TransformJobStatus: 'Completed' });
    const output = await server.client.send({ method: 'GET', path: '/models/out/input.csv.out', service: 's3' });
    const lines = output.body.toString().trimEnd().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { predicted_label: number }).predicted_label)).toEqual(labels);
  });
});

describe('BlazingText', () => {
  it('answers an endpoint in JSON, and a transform job in JSON Lines', async () => {
    const image = '811284229777.dkr.ecr.us-east-1.amazonaws.com/blazingtext:1';
    await deploy('words', image, 'model.bin', 'fasttext/one-vs-all/model.bin');
    const { answers } = JSON.parse(read('fasttext/one-vs-all/expected.json').toString()) as {
      answers: { text: string; two: object }[];
    };
    const body = JSON.stringify({ instances: answers.map(({ text }) => text), configuration: { k: 2 } });
    const answer = await invoke(server.client, 'words', body, { 'content-type': 'application/json' });
    expect(JSON.parse(answer)).toEqual(answers.map(({ two }) => two));

    const lines = answers.map(({ text }) => `${JSON.stringify({ source: text, k: 2 })}\n`).join('');
    await put('/models/texts/input.jsonl', Buffer.from(lines));
    const job = await transform(server.client, 'words', {
      ModelName: 'words',
      TransformInput: {
        DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://models/texts/' } },
        ContentType: 'application/jsonlines',
        SplitType: 'Line',
      },
      TransformOutput: { S3OutputPath: 's3://models/labels', Accept: 'application/jsonlines', AssembleWith: 'Line' },
    });
    expect(job).toMatchObject({ TransformJobStatus: 'Completed' });
    const output = await server.client.send({ method: 'GET', path: '/models/labels/input.jsonl.out', service: 's3' });
    const objects = output.body
      .toString()
      .split('\n')
      .filter((line) => line !== '');
    expect(objects.map((line) => JSON.parse(line) as object)).toEqual(answers.map(({ two }) => two));
  });
});

describe('LightGBM in an image that catenary.yaml names', () => {
  it('answers as JumpStart does', async () => {
    const image = '763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-inference:1.9.0-cpu-py38';
    await deploy('lightgbm', image, 'model.pkl', 'boosters/lgbm-booster-4.7/model.pkl');
    const answer = await invoke(server.client, 'lightgbm', read('boosters/lgbm-booster-4.7/input.csv'), {
      accept: 'application/json;verbose',
    });
    const expected = read('boosters/lgbm-booster-4.7/expected-predict.csv')
      .toString()
      .trimEnd()
      .split('\n')
      .map((line) => line.split(',').map(Number));
    expect(JSON.parse(answer)).toMatchObject({
      probabilities: expected.map((row) => row.map((value) => expect.closeTo(value, 14) as number)),
      predicted_label: expected.map((row) => row.indexOf(Math.max(...row))),
    });
  });
});
