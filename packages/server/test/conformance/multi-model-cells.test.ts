import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import {
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  CreateModelCommand,
  SageMakerClient,
  waitUntilEndpointInService,
} from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeTar } from '../platform/artifact/make-tar.ts';
import { credentials, removeData, root, startTestServer, type TestServer } from '../support/start-server.ts';

/**
 * Models with names and categories (test/golden/cells) behind one multi-model endpoint for each image, and each behind an endpoint of
 * its own: the same answers, the library's, and the same refusals.
 */
const role = 'arn:aws:iam::000000000000:role/none';

/** A model: its folder in test/golden/cells, its file there, and what the archive calls that. */
interface Served {
  readonly image: string;
  readonly folder: string;
  readonly file: string;
  readonly name?: string;
}

const xgboost = 'sagemaker-xgboost:3.2-0';
const sklearn = 'sagemaker-scikit-learn:1.9-1';
const sparkml = 'sagemaker-sparkml-serving:3.3';
const models: readonly Served[] = [
  { image: xgboost, folder: 'xgboost-3-0', file: 'model.ubj', name: 'xgboost-model' },
  { image: xgboost, folder: 'xgboost-3-1', file: 'model.joblib', name: 'xgboost-model' },
  { image: sklearn, folder: 'sklearn-3-0', file: 'model.joblib' },
  { image: sklearn, folder: 'catboost-3-0', file: 'model.cbm' },
  { image: sklearn, folder: 'catboost-3-1', file: 'model.joblib' },
  { image: sklearn, folder: 'lightgbm-3-0', file: 'model.txt' },
  { image: sklearn, folder: 'lightgbm-3-0-wrapper', file: 'model.joblib' },
  { image: sparkml, folder: 'spark-3-0', file: 'model.tar.gz' },
  { image: sparkml, folder: 'mleap-3-0', file: 'model.tar.gz' },
];

interface CaseInput {
  readonly file: string;
  readonly header: boolean;
  readonly refused?: boolean;
  readonly expected?: readonly (number | string | null)[];
}

const pathOf = ({ folder }: Served, file: string) => join(root, 'test/golden/cells', folder, file);
const inputsOf = (served: Served) =>
  (JSON.parse(readFileSync(pathOf(served, 'case.json'), 'utf8')) as { inputs: CaseInput[] }).inputs.filter(
    ({ file }) =>
      // The image of XGBoost reads no JSON, and none of them Parquet.
      served.image === xgboost ? file.endsWith('.csv') : !file.endsWith('.parquet'),
  );
/** Statuses of a refusal: the image of XGBoost says 415 for CSV that it does not take. */
const refusals = [400, 415];

let server: TestServer;
let sagemaker: SageMakerClient;
let runtime: SageMakerRuntimeClient;

const archiveOf = (served: Served) => {
  const content = readFileSync(pathOf(served, served.file));
  return served.file.endsWith('.tar.gz') ? content : gzipSync(makeTar([{ name: served.name ?? served.file, content }]));
};
const put = (path: string, body = Buffer.alloc(0)) =>
  server.client.send({ method: 'PUT', path: `/models${path}`, service: 's3', body });

async function deploy(name: string, container: object): Promise<void> {
  const PrimaryContainer = container as NonNullable<
    ConstructorParameters<typeof CreateModelCommand>[0]['PrimaryContainer']
  >;
  await sagemaker.send(new CreateModelCommand({ ModelName: name, ExecutionRoleArn: role, PrimaryContainer }));
  const ProductionVariants = [{ VariantName: 'all', ModelName: name }];
  await sagemaker.send(new CreateEndpointConfigCommand({ EndpointConfigName: name, ProductionVariants }));
  await sagemaker.send(new CreateEndpointCommand({ EndpointName: name, EndpointConfigName: name }));
  const waiter = { client: sagemaker, maxWaitTime: 120, minDelay: 1, maxDelay: 1 };
  await waitUntilEndpointInService(waiter, { EndpointName: name });
}

const multiName = (image: string) => `all-${image.split(':')[0]}`;

beforeAll(async () => {
  server = await startTestServer();
  const config = { endpoint: server.url, region: 'us-east-1', credentials, maxAttempts: 1 };
  sagemaker = new SageMakerClient(config);
  runtime = new SageMakerRuntimeClient(config);
  await put('');
  for (const image of [xgboost, sklearn, sparkml]) {
    const prefix = multiName(image);
    const served = models.filter((one) => one.image === image);
    for (const one of served) await put(`/${prefix}/${one.folder}.tar.gz`, archiveOf(one));
    await deploy(prefix, { Image: image, Mode: 'MultiModel', ModelDataUrl: `s3://models/${prefix}/` });
    for (const { folder } of served)
      await deploy(folder, { Image: image, ModelDataUrl: `s3://models/${prefix}/${folder}.tar.gz` });
  }
});
afterAll(async () => {
  sagemaker.destroy();
  runtime.destroy();
  await server.stop();
  removeData(server);
});

interface Answer {
  readonly status: number;
  readonly text: string;
}

/** How the image is asked: with a type that it reads and one that all its models answer in. */
function requestOf(served: Served, { file, header }: Pick<CaseInput, 'file' | 'header'>, lines: readonly string[]) {
  if (file.endsWith('.csv')) return { type: header ? 'text/csv; header=present' : 'text/csv', body: lines.join('\n') };
  if (served.image === sparkml) return { type: 'application/jsonlines', body: lines.join('\n') };
  return { type: 'application/json', body: `[${lines.join(',')}]` };
}

async function ask(endpoint: string, target: string | undefined, { type, body }: { type: string; body: string }) {
  const input = { EndpointName: endpoint, ContentType: type, Accept: 'text/csv', Body: body };
  try {
    const answer = await runtime.send(
      new InvokeEndpointCommand(target === undefined ? input : { ...input, TargetModel: target }),
    );
    return { status: 200, text: answer.Body?.transformToString() ?? '' };
  } catch (error) {
    const { OriginalStatusCode: status, message } = error as Error & { OriginalStatusCode?: number };
    return { status: status ?? 0, text: message.replaceAll(endpoint, 'ENDPOINT') };
  }
}

/** XGBoost's answer is one line of CSV in MultiModel mode. */
const numbersOf = ({ text }: Answer) => text.trim().split(/[\n,]/).map(Number);

async function both(served: Served, input: CaseInput, lines: readonly string[]) {
  const request = requestOf(served, input, lines);
  const one = await ask(served.folder, undefined, request);
  const multi = await ask(multiName(served.image), `${served.folder}.tar.gz`, request);
  return { one, multi };
}

const closeTo = (value: number | string) => {
  const number = Number(value);
  return Number.isFinite(number) ? (expect.closeTo(number, 3) as number) : number;
};

describe.each(models)('$folder in $image', (served) => {
  it.each(inputsOf(served))('$file', async (input) => {
    const all = readFileSync(pathOf(served, input.file), 'utf8').trimEnd().split('\n');
    const [head, rows] = input.header && input.file.endsWith('.csv') ? [all.slice(0, 1), all.slice(1)] : [[], all];
    const { expected = [] } = input;
    const kept = rows.filter((_, row) => input.refused === true || expected[row] !== null);
    const { one, multi } = await both(served, input, [...head, ...kept]);
    if (input.refused === true) {
      expect(refusals, multi.text).toContain(multi.status);
      expect(multi).toEqual(one);
      return;
    }
    expect([multi.status, one.status], multi.text).toEqual([200, 200]);
    expect(numbersOf(multi)).toEqual(expected.filter((value) => value !== null).map(closeTo));
    expect(numbersOf(one)).toEqual(numbersOf(multi));
    for (const line of rows.filter((_, row) => expected[row] === null).slice(0, 8)) {
      const alone = await both(served, input, [...head, line]);
      expect(refusals, line).toContain(alone.multi.status);
      expect(alone.multi).toEqual(alone.one);
    }
  });
});
