import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import {
  CreateEndpointCommand,
  CreateEndpointConfigCommand,
  CreateModelCommand,
  CreateTransformJobCommand,
  DescribeModelCommand,
  SageMakerClient,
  waitUntilEndpointInService,
} from '@aws-sdk/client-sagemaker';
import { InvokeEndpointCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readGolden } from '../../../scoring/test/boosters/xgboost/golden-rows.ts';
import { makeTar } from '../platform/artifact/make-tar.ts';
import { readCatenaryAnswer } from '../support/catenary-answer.ts';
import { createDiamondsModel, golden, linesOf, readExample, schema } from '../support/diamonds.ts';
import { credentials, removeData, startTestServer, type TestServer, until } from '../support/start-server.ts';

/** The AWS SDK for JavaScript, unchanged, against endpoints with a container in MultiModel mode. */
const folder = mkdtempSync(join(tmpdir(), 'catenary-multi-model-'));
let server: TestServer;
let sagemaker: SageMakerClient;
let runtime: SageMakerRuntimeClient;
const role = 'arn:aws:iam::000000000000:role/none';
const xgboost = 'sagemaker-xgboost:3.2-0';

/** Adds one to each number of a CSV or of a flat JSON list, and answers one line of CSV with the model it was given. */
const script = `
import http.server, json, os
class Handler(http.server.BaseHTTPRequestHandler):
    def answer(self, body):
        self.send_response(200)
        self.send_header("Content-Type", "text/csv")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def do_GET(self):
        self.answer(b"")
    def do_POST(self):
        text = self.rfile.read(int(self.headers["Content-Length"])).decode().strip("[]\\n")
        numbers = ",".join(str(float(cell) + 1) for cell in text.split(","))
        told = self.headers.get("X-Amzn-SageMaker-Target-Model")
        self.answer((f"{numbers},{told}" if "LAST" in os.environ else numbers).encode())
    def log_message(self, *args):
        pass
http.server.ThreadingHTTPServer(("127.0.0.1", int(os.environ["SAGEMAKER_BIND_TO_PORT"])), Handler).serve_forever()
`;

const put = (path: string, body: Buffer = Buffer.alloc(0)) =>
  server.client.send({ method: 'PUT', path: `/models${path}`, service: 's3', body });
const archive = (content: Buffer) => gzipSync(makeTar([{ name: 'xgboost-model', content }]));
const model = (golden: string) => archive(readGolden(golden, 'model.ubj'));

beforeAll(async () => {
  writeFileSync(join(folder, 'serve.py'), script);
  writeFileSync(
    join(folder, 'catenary.yaml'),
    `maxLoadedModels: 2\nimages:\n  - match: "*/adder:*"\n    command: ["python3", "${join(folder, 'serve.py')}"]\n`,
  );
  server = await startTestServer({ args: ['--config', join(folder, 'catenary.yaml')] });
  connect();
  await put('');
  await put('/one/de/binary.tar.gz', model('binary-logistic-3.2'));
  await put('/one/multi.tar.gz', model('multi-softprob-3.2'));
  await put('/one/hinge.tar.gz', model('binary-hinge-3.2'));
  await put('/one/broken.tar.gz', Buffer.from('no archive'));
  await put('/one/cut.tar.gz', model('binary-logistic-3.2').subarray(0, 200));
  await put('/one/no-model.tar.gz', archive(Buffer.from('no model')));
  await put('/secret.tar.gz', model('binary-logistic-3.2'));
  await deploy('one', { Image: xgboost, Mode: 'MultiModel', ModelDataUrl: 's3://models/one' });
});
afterAll(async () => {
  disconnect();
  await server.stop();
  removeData(server);
  rmSync(folder, { recursive: true, force: true });
});

function connect(): void {
  const config = { endpoint: server.url, region: 'us-east-1', credentials, maxAttempts: 1 };
  sagemaker = new SageMakerClient(config);
  runtime = new SageMakerRuntimeClient(config);
}

function disconnect(): void {
  sagemaker.destroy();
  runtime.destroy();
}

type Container = NonNullable<ConstructorParameters<typeof CreateModelCommand>[0]['PrimaryContainer']>;

async function deploy(name: string, containers: Container | Container[], more: object = {}): Promise<void> {
  const parts = Array.isArray(containers) ? { Containers: containers } : { PrimaryContainer: containers };
  await sagemaker.send(new CreateModelCommand({ ModelName: name, ExecutionRoleArn: role, ...parts, ...more }));
  const ProductionVariants = [{ VariantName: 'all', ModelName: name }];
  await sagemaker.send(new CreateEndpointConfigCommand({ EndpointConfigName: name, ProductionVariants }));
  await sagemaker.send(new CreateEndpointCommand({ EndpointName: name, EndpointConfigName: name }));
  const waiter = { client: sagemaker, maxWaitTime: 60, minDelay: 1, maxDelay: 1 };
  await waitUntilEndpointInService(waiter, { EndpointName: name });
}

const input = (golden: string) => readGolden(golden, 'input.csv').toString();
const firstRow = (golden: string) => input(golden).split('\n')[0] as string;
const [probability] = readGolden('binary-logistic-3.2', 'expected.csv').toString().split('\n') as [string];

async function predict(TargetModel: string | undefined, options: object = {}, EndpointName = 'one'): Promise<string> {
  const { Body: body } = await runtime.send(
    new InvokeEndpointCommand({
      EndpointName,
      ContentType: 'text/csv',
      Accept: 'text/csv',
      Body: firstRow('binary-logistic-3.2'),
      ...(TargetModel === undefined ? {} : { TargetModel }),
      ...options,
    }),
  );
  return body?.transformToString() ?? '';
}

interface Models {
  readonly loadedModelCount: number;
  readonly modelCacheHits: number;
  readonly modelCacheMisses: number;
  readonly failedLoads: number;
  readonly loadedModels: readonly string[];
  readonly modelLoadingTime: { readonly count: number };
}

/** What the server reports of the models of an endpoint. */
async function modelsOf(name: string): Promise<Models> {
  const path = `/_catenary/endpoints/${name}`;
  const { body } = await server.client.send({ method: 'GET', path, service: 'sagemaker' });
  const { variants } = readCatenaryAnswer('DescribeTimes', body) as { variants: { multiModel: Models }[] };
  return variants[0]?.multiModel as Models;
}

describe('a container in MultiModel mode', () => {
  it('is described as given, and has nothing loaded at first', async () => {
    const { PrimaryContainer: container } = await sagemaker.send(new DescribeModelCommand({ ModelName: 'one' }));
    expect(container).toEqual({ Image: xgboost, Mode: 'MultiModel', ModelDataUrl: 's3://models/one' });
    await deploy('idle', { Image: xgboost, Mode: 'MultiModel', ModelDataUrl: 's3://models/none-yet/' });
    expect(await modelsOf('idle')).toMatchObject({ loadedModelCount: 0, modelCacheMisses: 0 });
  });

  it("answers with the model that each request names, in the container's own multi-model form", async () => {
    expect(Math.fround(Number(await predict('de/binary.tar.gz')))).toBe(Math.fround(Number(probability)));
    const json = await predict('multi.tar.gz', { Accept: undefined, Body: firstRow('multi-softprob-3.2') });
    const [softprob] = readGolden('multi-softprob-3.2', 'expected.csv').toString().split('\n') as [string];
    expect((JSON.parse(json) as number[][])[0]?.map(Math.fround)).toEqual(
      softprob.split(',').map((cell) => Math.fround(Number(cell))),
    );
    // The SageMaker Python SDK lists names so for a prefix without a slash at its end.
    expect(await predict('/de/binary.tar.gz')).toBe(await predict('de/binary.tar.gz'));
  });

  it('loads a model once for all who ask meanwhile', async () => {
    await put('/one/fresh.tar.gz', model('binary-logistic-3.2'));
    const before = await modelsOf('one');
    const answers = await Promise.all(Array.from({ length: 20 }, () => predict('fresh.tar.gz')));
    expect(new Set(answers).size).toBe(1);
    const after = await modelsOf('one');
    expect(after.modelLoadingTime.count - before.modelLoadingTime.count).toBe(1);
    const requests = ({ modelCacheHits, modelCacheMisses }: Models) => modelCacheHits + modelCacheMisses;
    expect(requests(after) - requests(before)).toBe(20);
  });

  it('keeps the models used last, as many as there is room for', async () => {
    await predict('de/binary.tar.gz');
    await predict('hinge.tar.gz');
    await predict('de/binary.tar.gz');
    await predict('fresh.tar.gz');
    const { loadedModels, loadedModelCount } = await modelsOf('one');
    expect([...loadedModels].sort()).toEqual(['de/binary.tar.gz', 'fresh.tar.gz']);
    expect(loadedModelCount).toBe(2);
    expect(await predict('hinge.tar.gz')).toMatch(/^[01]\.0$/);
  });

  it('answers with the model that was named, however they come and go', async () => {
    const names = ['binary-logistic-3.2', 'binary-hinge-3.2', 'reg-gamma-3.2', 'count-poisson-3.2'];
    for (const name of names) await put(`/one/${name}.tar.gz`, model(name));
    const wanted = Array.from({ length: 200 }, (_, at) => names[(at * 7 + (at >> 3)) % names.length] as string);
    // Two of the four have room at a time.
    const ask = async (name: string) => Number(await predict(`${name}.tar.gz`, { Body: firstRow(name) }));
    const answers = await Promise.all(wanted.map(ask));
    const expected = (name: string) => Number(readGolden(name, 'expected.csv').toString().split('\n')[0]);
    expect(answers.map(Math.fround)).toEqual(wanted.map((name) => Math.fround(expected(name))));
    expect((await modelsOf('one')).loadedModelCount).toBe(2);
  });

  it('keeps what it has loaded when the archive is replaced, until it is loaded again', async () => {
    await put('/one/swap.tar.gz', model('binary-logistic-3.2'));
    const first = await predict('swap.tar.gz');
    await put('/one/swap.tar.gz', model('binary-hinge-3.2'));
    expect(await predict('swap.tar.gz')).toBe(first);
    await predict('hinge.tar.gz');
    await predict('fresh.tar.gz');
    expect(await predict('swap.tar.gz')).toMatch(/^[01]\.0$/);
  });

  it('keeps the archives of the models that are loaded natively, for threads to load them too, and no others', async () => {
    await predict('de/binary.tar.gz');
    const archives = () =>
      readdirSync(join(server.data, 'containers'), { recursive: true, encoding: 'utf8' }).filter((file) =>
        /target-[^/]*$/.test(file),
      );
    const { loadedModelCount } = await modelsOf('one');
    expect(loadedModelCount).toBeGreaterThan(0);
    expect(await until(async () => (archives().length === loadedModelCount ? true : undefined))).toBe(true);
  });

  it.each([
    ['parent segments', '../secret.tar.gz', /segment "\." or "\.\."/],
    ['parent segments further on', 'de/../../secret.tar.gz', /segment "\." or "\.\."/],
    ['a backslash', 'de\\binary.tar.gz', /backslash/],
    ['percent-encoding', '%2e%2e%2fsecret.tar.gz', /percent-encoded/],
    ['another address', 's3://models/secret.tar.gz', /empty segment/],
    ['a key that is too long with the prefix', 'x'.repeat(1024), /1024 bytes/],
    ['more than 1,024 characters', 'x'.repeat(1025), /less than or equal to 1024/],
    ['an absolute path', '/etc/passwd', /^Failed to download model data\(bucket: models, key: one\/etc\/passwd\)\. /],
    ['no object', 'nobody.tar.gz', /^Failed to download model data\(bucket: models, key: one\/nobody\.tar\.gz\)\. /],
    ['no name', undefined, /^Request [0-9a-f-]{36} is missing a target model header\.$/],
  ])('refuses %s', async (_what, name, message) => {
    const refused = predict(name);
    await expect(refused).rejects.toMatchObject({ name: 'ValidationError' });
    await expect(refused).rejects.toThrow(message);
  });

  it.each([
    ['broken.tar.gz', /neither tar, tar\.gz nor zip/],
    ['cut.tar.gz', /Unable to load model/],
    ['no-model.tar.gz', /Unable to load model: Model xgboost-model cannot be loaded/],
  ])('says what is wrong with %s; the other models stay available', async (name, message) => {
    const refused = predict(name);
    await expect(refused).rejects.toMatchObject({ name: 'ModelError', OriginalStatusCode: 500 });
    await expect(refused).rejects.toThrow(message);
    await expect(refused).rejects.toThrow(/from primary with message "Unable to load model: /);
    expect(await predict('de/binary.tar.gz')).toMatch(/^0\.\d+$/);
  });

  it('loads a model that was broken as soon as it is put right', async () => {
    await put('/one/repaired.tar.gz', Buffer.from('no archive'));
    await expect(predict('repaired.tar.gz')).rejects.toMatchObject({ name: 'ModelError' });
    await put('/one/repaired.tar.gz', model('binary-logistic-3.2'));
    expect(await predict('repaired.tar.gz')).toBe(await predict('de/binary.tar.gz'));
  });

  it('keeps no model with ModelCacheSetting Disabled', async () => {
    const MultiModelConfig = { ModelCacheSetting: 'Disabled' as const };
    await deploy('uncached', {
      Image: xgboost,
      Mode: 'MultiModel',
      ModelDataUrl: 's3://models/one/',
      MultiModelConfig,
    });
    await predict('de/binary.tar.gz', {}, 'uncached');
    await predict('de/binary.tar.gz', {}, 'uncached');
    expect(await modelsOf('uncached')).toMatchObject({ loadedModelCount: 0, modelCacheMisses: 2 });
  });
});

describe('a pipeline with a container in MultiModel mode', () => {
  it('passes each request on to the model that it names, and the name to all containers', async () => {
    await deploy('chain', [
      { Image: 'registry/adder:1' },
      { Image: xgboost, Mode: 'MultiModel', ModelDataUrl: 's3://models/one/' },
      { Image: 'registry/adder:1', Environment: { LAST: '1' } },
    ]);
    const shifted = firstRow('binary-logistic-3.2')
      .split(',')
      .map((cell) => (cell === '' ? '0' : cell));
    const lowered = shifted.map((cell) => Number(cell) - 1);
    const alone = await predict('de/binary.tar.gz', { Body: lowered.map((cell) => cell + 1).join(',') });
    const chained = await predict('de/binary.tar.gz', { Body: lowered.join(',') }, 'chain');
    expect(chained).toBe(`${Number(alone) + 1},de/binary.tar.gz`);
    await expect(predict('broken.tar.gz', { Body: lowered.join(',') }, 'chain')).rejects.toThrow(/from container-2 /);
  });

  it('gives the bits of the chain with one model', async () => {
    await createDiamondsModel(server.client, 'diamonds', ['sparkml', 'xgboost']);
    const Environment = { SAGEMAKER_SPARKML_SCHEMA: schema() };
    await deploy('diamonds-multi', [
      { Image: 'sagemaker-sparkml-serving:3.3', ModelDataUrl: 's3://diamonds/sparkml.tar.gz', Environment },
      { Image: xgboost, Mode: 'MultiModel', ModelDataUrl: 's3://diamonds/' },
    ]);
    const rows = linesOf(readExample('requests.csv')).slice(0, 50);
    const ask = (Accept: string) => predict('xgboost.tar.gz', { Body: rows.join('\n'), Accept }, 'diamonds-multi');
    const expected = linesOf(golden('xgboost.csv')).slice(0, 50);
    // The first request loads the model; the others share columns with it.
    for (let times = 0; times < 3; times++) expect((await ask('text/csv')).split(',')).toEqual(expected);
    expect(JSON.parse(await ask('application/json'))).toEqual(expected.map(Number));
    await expect(ask('image/png')).rejects.toThrow(
      /client error \(415\) from container-2 .*not an accepted Accept type/,
    );
    expect(await modelsOf('diamonds-multi')).toMatchObject({ modelCacheMisses: 1, modelCacheHits: 4 });
  });

  it('is traced with the model that is named', async () => {
    const { body } = await server.client.send({
      method: 'POST',
      path: '/_catenary/endpoints/one/trace',
      service: 'sagemaker',
      headers: { 'content-type': 'text/csv', 'x-amzn-sagemaker-target-model': 'de/binary.tar.gz' },
      body: firstRow('binary-logistic-3.2'),
    });
    expect(JSON.parse(body.toString())).toMatchObject({ containers: [{ status: 200, hostname: 'primary' }] });
  });

  it('takes a model for the container that is named, in Direct mode', async () => {
    const containers = [
      { ContainerHostname: 'one', Image: xgboost, ModelDataUrl: 's3://models/secret.tar.gz' },
      { ContainerHostname: 'many', Image: xgboost, Mode: 'MultiModel' as const, ModelDataUrl: 's3://models/one/' },
    ];
    const Direct = { InferenceExecutionConfig: { Mode: 'Direct' as const } };
    await deploy('direct', containers, Direct);
    const many = { TargetContainerHostname: 'many' };
    expect(await predict('de/binary.tar.gz', many, 'direct')).toBe(await predict('de/binary.tar.gz'));
    await expect(predict(undefined, many, 'direct')).rejects.toThrow('is missing a target model header');
    const one = { TargetContainerHostname: 'one' };
    await expect(predict('de/binary.tar.gz', one, 'direct')).rejects.toThrow('TARGET_MODEL_HEADER_NOT_SUPPORTED');
    expect(await predict(undefined, one, 'direct')).toBe(`${await predict('de/binary.tar.gz')}\n`);
  });

  it('has one such container at most', async () => {
    const multi = { Image: xgboost, Mode: 'MultiModel' as const, ModelDataUrl: 's3://models/one/' };
    await expect(
      sagemaker.send(new CreateModelCommand({ ModelName: 'two', ExecutionRoleArn: role, Containers: [multi, multi] })),
    ).rejects.toMatchObject({
      name: 'ValidationException',
      message: 'More than one container in MultiModel mode is not supported with inference pipeline.',
    });
  });
});

describe('a restarted server', () => {
  it('serves its multi-model endpoints as before, from what stands below the prefix', async () => {
    const answer = await predict('de/binary.tar.gz');
    disconnect();
    await server.stop('SIGKILL');
    server = await startTestServer({ args: ['--config', join(folder, 'catenary.yaml')], data: server.data });
    connect();
    expect(await predict('de/binary.tar.gz')).toBe(answer);
    expect(await modelsOf('one')).toMatchObject({ loadedModels: ['de/binary.tar.gz'], modelCacheMisses: 1 });
  });
});

describe('MultiModel mode', () => {
  it.each([
    ['no prefix', { Image: xgboost }, /needs ModelDataUrl/],
    ['a bucket that is not there', { Image: xgboost, ModelDataUrl: 's3://nobody/x/' }, /Could not find model data at/],
    ['another kind of address', { Image: xgboost, ModelDataUrl: 'https://models/one/' }, /s3:\/\/ addresses/],
  ])('needs more than %s', async (_what, container, message) => {
    const PrimaryContainer = { ...container, Mode: 'MultiModel' as const };
    const refused = sagemaker.send(
      new CreateModelCommand({ ModelName: 'refused', ExecutionRoleArn: role, PrimaryContainer }),
    );
    await expect(refused).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(refused).rejects.toThrow(message);
  });

  it('is not for transform jobs', async () => {
    const refused = sagemaker.send(
      new CreateTransformJobCommand({
        TransformJobName: 'refused',
        ModelName: 'one',
        TransformInput: { DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://models/one/' } } },
        TransformOutput: { S3OutputPath: 's3://models/out/' },
        TransformResources: { InstanceType: 'ml.m5.large', InstanceCount: 1 },
      }),
    );
    await expect(refused).rejects.toThrow(/Batch transform does not support model one: .* MultiModel mode/);
  });

  it('is asked for by no other endpoint', async () => {
    await deploy('single', { Image: xgboost, ModelDataUrl: 's3://models/secret.tar.gz' });
    const refused = predict('de/binary.tar.gz', {}, 'single');
    await expect(refused).rejects.toMatchObject({ name: 'ValidationError' });
    await expect(refused).rejects.toThrow(/TARGET_MODEL_HEADER_NOT_SUPPORTED/);
  });
});
