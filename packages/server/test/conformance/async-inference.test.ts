import { execFile } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { InvokeEndpointAsyncCommand, SageMakerRuntimeClient } from '@aws-sdk/client-sagemaker-runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiError } from '../../src/entry/cli/api-client.ts';
import { titleOf } from '../support/client-features.ts';
import { createDiamondsModel, createEndpoint, example, golden, linesOf, untilSettled } from '../support/diamonds.ts';
import { gatedContainer } from '../support/gated-container.ts';
import { listKeys } from '../support/list-keys.ts';
import { findPythonEnvironment, pythonSdk2 } from '../support/python-environment.ts';
import { credentials, removeData, startTestServer, type TestServer, until } from '../support/start-server.ts';

const run = promisify(execFile);

/** InvokeEndpointAsync: requests wait in the store, and are answered into S3. */
const container = gatedContainer();
const config = join(container.folder, 'catenary.yaml');
const topic = (name: string) => `arn:aws:sns:us-east-1:000000000000:${name}`;
const told = join(container.folder, 'told.jsonl');
const posts: { headers: IncomingHttpHeaders; body: string }[] = [];
let server: TestServer;
let runtime: SageMakerRuntimeClient;
const two = await findPythonEnvironment(pythonSdk2);

/** Answers 500 to the first message, so that it comes again. */
const hook = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk: Buffer) => (body += chunk.toString()));
  request.on('end', () => {
    posts.push({ headers: request.headers, body });
    response.writeHead(posts.length === 1 ? 500 : 200).end('ignored');
  });
});

async function start(env: NodeJS.ProcessEnv = {}, data?: string): Promise<void> {
  server = await startTestServer({
    args: ['--config', config],
    env: { HOOK_TOKEN: 'a-token', ...env },
    ...(data === undefined ? {} : { data }),
  });
  runtime = new SageMakerRuntimeClient({ endpoint: server.url, region: 'us-east-1', credentials, maxAttempts: 1 });
}

beforeAll(async () => {
  await new Promise<void>((done) => hook.listen(0, '127.0.0.1', done));
  const { port } = hook.address() as AddressInfo;
  writeFileSync(
    config,
    `images:\n${container.imageRule}topics:\n  - match: "*:file"\n    file: ${told}\n` +
      `  - match: "*:hook"\n    url: http://127.0.0.1:${port}/told\n    token: HOOK_TOKEN\n`,
  );
  await start();
  await server.client.send({ method: 'PUT', path: '/bucket', service: 's3' });
  const image = { Image: 'registry/gated:1' };
  await server.client.operation('CreateModel', { ModelName: 'gated', PrimaryContainer: image });
  await createAsync('gated', { S3FailurePath: 's3://bucket/failures' }, { MaxConcurrentInvocationsPerInstance: 2 });
  await createAsync('telling', {
    NotificationConfig: {
      SuccessTopic: topic('file'),
      ErrorTopic: topic('hook'),
      IncludeInferenceResponseIn: ['SUCCESS_NOTIFICATION_TOPIC'],
    },
  });
});
afterAll(async () => {
  runtime.destroy();
  hook.close();
  await server.stop();
  removeData(server);
  container.remove();
});

async function createAsync(name: string, output: object, client: object = {}, model = 'gated'): Promise<void> {
  await server.client.operation('CreateEndpointConfig', {
    EndpointConfigName: name,
    ProductionVariants: [{ VariantName: 'AllTraffic', ModelName: model }],
    AsyncInferenceConfig: { OutputConfig: { S3OutputPath: 's3://bucket/out/', ...output }, ClientConfig: client },
  });
  await server.client.operation('CreateEndpoint', { EndpointName: name, EndpointConfigName: name });
  expect(await untilSettled(server.client, name)).toBe('InService');
}

const put = (key: string, body: string) =>
  server.client.send({ method: 'PUT', path: `/bucket/${key}`, service: 's3', body });

/** Puts an input and asks for its answer. */
async function ask(body: string, more: object = {}, name = 'gated') {
  await put(`in/${body.slice(0, 40)}`, body);
  return runtime.send(
    new InvokeEndpointAsyncCommand({
      EndpointName: name,
      InputLocation: `s3://bucket/in/${body.slice(0, 40)}`,
      ContentType: 'text/x-asked',
      ...more,
    }),
  );
}

/** The object at an address, as soon as there is one. */
const result = (location: string | undefined) =>
  until(async () => {
    try {
      const path = (location as string).slice('s3:/'.length);
      const { body, header } = await server.client.send({ method: 'GET', path, service: 's3' });
      return { text: body.toString(), type: header('content-type') };
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) return undefined;
      throw error;
    }
  }, 30_000);

const keys = (prefix: string) => listKeys(server.client, 'bucket', prefix);

/** What was told to the file, a message a line. */
const messages = () =>
  existsSync(told) ? linesOf(readFileSync(told)).map((line) => JSON.parse(line) as Record<string, string>) : [];

describe('InvokeEndpointAsync', () => {
  it('answers at once, and puts what the containers say into S3', async () => {
    const answer = await ask('free-one', { Accept: 'text/x-wanted', CustomAttributes: 'a=b', InferenceId: 'mine' });
    expect(answer.$metadata.httpStatusCode).toBe(202);
    expect(answer.InferenceId).toBe('mine');
    expect(answer.OutputLocation).toMatch(/^s3:\/\/bucket\/out\/[\da-f-]{36}\.out$/);
    expect(answer.FailureLocation).toBe(
      answer.OutputLocation?.replace('/out/', '/failures/').replace('.out', '-error.out'),
    );
    expect(await result(answer.OutputLocation)).toEqual({
      text: 'free-one;8;text/x-asked;text/x-wanted;a=b;mine',
      type: 'text/x-answer',
    });
  });

  it('makes an inference id where the caller has none, and takes names for the result', async () => {
    const answer = await ask('free-two', { S3OutputPathExtension: '/day/one/', Filename: 'two.txt' });
    expect(answer.InferenceId).toMatch(/^[\da-f-]{36}$/);
    expect(answer.OutputLocation).toBe('s3://bucket/out/day/one/two.txt');
    expect(answer.FailureLocation).toBe('s3://bucket/failures/day/one/two-error.txt');
    expect((await result(answer.OutputLocation)).text).toContain('free-two');
  });

  it('takes inputs that are larger than those of InvokeEndpoint', async () => {
    const answer = await ask(`free-large-${'x'.repeat(8 * 1024 ** 2)}`);
    expect((await result(answer.OutputLocation)).text).toContain(';8388619;');
  });

  it('puts failures under their own path', async () => {
    const refused = await ask('no-good');
    const failure = await result(refused.FailureLocation);
    expect(failure.text).toContain('Received client error (422) from primary with message "not that".');
    const missing = await runtime.send(
      new InvokeEndpointAsyncCommand({ EndpointName: 'gated', InputLocation: 's3://bucket/in/none' }),
    );
    expect((await result(missing.FailureLocation)).text).toBe('Could not find the input at s3://bucket/in/none.');
    const late = await ask('slow', { InvocationTimeoutSeconds: 1 });
    expect((await result(late.FailureLocation)).text).toContain('invocation timed out');
    container.open('slow');
  });

  it('works on as many at once as the configuration says, in their order', async () => {
    const before = container.begun().length;
    const answers = [];
    for (const body of ['a', 'b', 'c', 'd']) answers.push(await ask(body));
    await until(async () => (container.begun().length - before === 2 ? true : undefined));
    container.open('b');
    await result(answers[1]?.OutputLocation);
    await until(async () => (container.begun().length - before === 3 ? true : undefined));
    for (const body of ['a', 'c', 'd']) container.open(body);
    for (const { OutputLocation } of answers) await result(OutputLocation);
    expect(container.begun().slice(before)).toEqual(['a', 'b', 'c', 'd']);
    expect(container.most()).toBe(2);
  });

  it('says in the logs of the endpoint what became of each', async () => {
    const [line] = await dataLog();
    expect(line?.logStreamName).toMatch(/^AllTraffic\/i-[\da-f]{17}\/data-log$/);
    expect(line?.message).toContain('[mine] Inference request succeeded. ResponseOutputPath: s3://bucket/out/');
  });
});

async function dataLog(): Promise<{ message: string; logStreamName: string }[]> {
  const { events } = (await server.client.operation(
    'FilterLogEvents',
    { logGroupName: '/aws/sagemaker/Endpoints/gated', filterPattern: 'mine Inference' },
    'logs',
  )) as { events: { message: string; logStreamName: string }[] };
  return events;
}

describe('what is refused', () => {
  const fails = (answer: Promise<unknown>, message: string) =>
    expect(answer).rejects.toMatchObject({ name: 'ValidationError', message });

  it('is the other way of asking', async () => {
    await createDiamondsModel(server.client, 'now', ['sparkml', 'xgboost']);
    await createEndpoint(server.client, 'now');
    const wrong = 'does not support this inference type.';
    await fails(ask('free', {}, 'now'), `Endpoint now of type REAL_TIME ${wrong} Call InvokeEndpoint.`);
    const atOnce = { method: 'POST', service: 'sagemaker', body: 'free' } as const;
    for (const path of ['invocations', 'invocations-response-stream'])
      await expect(server.client.send({ ...atOnce, path: `/endpoints/gated/${path}` })).rejects.toThrow(
        `Endpoint gated of type ASYNC ${wrong} Call InvokeEndpointAsync.`,
      );
    await fails(ask('free', {}, 'none'), 'Endpoint none of account 000000000000 not found.');
  });

  it('is a request that does not say what it is about', async () => {
    const send = (headers: Record<string, string>) =>
      server.client.send({ method: 'POST', path: '/endpoints/gated/async-invocations', service: 'sagemaker', headers });
    const at = { 'x-amzn-sagemaker-inputlocation': 's3://bucket/in/one' };
    await expect(send({})).rejects.toThrow("Value null at 'InputLocation' failed to satisfy constraint");
    await expect(send({ 'x-amzn-sagemaker-inputlocation': 'https://bucket/in' })).rejects.toThrow(
      'InputLocation must be the s3:// address of an object, not https://bucket/in.',
    );
    for (const ttl of ['59', '21601', '1e3', 'soon'])
      await expect(send({ ...at, 'x-amzn-sagemaker-requestttlseconds': ttl })).rejects.toThrow(
        `Value '${ttl}' at 'RequestTTLSeconds' failed to satisfy constraint: Member must be a whole number of at least 60 and at most 21600`,
      );
  });

  it('is a configuration by which nothing could be answered', async () => {
    const create = (AsyncInferenceConfig: object, ModelName = 'gated') =>
      server.client.operation('CreateEndpointConfig', {
        EndpointConfigName: 'refused',
        ProductionVariants: [{ VariantName: 'AllTraffic', ModelName }],
        AsyncInferenceConfig,
      });
    const both = {
      EndpointConfigName: 'refused',
      ProductionVariants: [{ VariantName: 'a', ModelName: 'gated', InitialInstanceCount: 1 }],
      ShadowProductionVariants: [{ VariantName: 'b', ModelName: 'gated', InitialInstanceCount: 1 }],
      AsyncInferenceConfig: { OutputConfig: { S3OutputPath: 's3://bucket/o' } },
    };
    await expect(server.client.operation('CreateEndpointConfig', both)).rejects.toThrow('cannot be used with Async');
    await expect(create({ OutputConfig: {} })).rejects.toThrow('needs S3OutputPath');
    await expect(create({ OutputConfig: { S3OutputPath: 'https://bucket/out' } })).rejects.toThrow(
      'S3OutputPath must be an s3:// address, not https://bucket/out.',
    );
    const NotificationConfig = { SuccessTopic: topic('nobody') };
    await expect(create({ OutputConfig: { S3OutputPath: 's3://bucket/o', NotificationConfig } })).rejects.toThrow(
      `Messages to the SuccessTopic ${topic('nobody')} go nowhere: no rule of topics in catenary.yaml fits it.`,
    );
    await server.client.operation('CreateModel', {
      ModelName: 'direct',
      Containers: ['a', 'b'].map((name) => ({ Image: 'registry/gated:1', ContainerHostname: name })),
      InferenceExecutionConfig: { Mode: 'Direct' },
    });
    await expect(create({ OutputConfig: { S3OutputPath: 's3://bucket/o' } }, 'direct')).rejects.toThrow(
      'Model direct cannot be used with AsyncInferenceConfig',
    );
  });
});

describe('notifications', () => {
  it('go to a file and to an address, as SNS sends them', async () => {
    const answer = await ask('free-told', { InferenceId: 'told' }, 'telling');
    expect(answer.FailureLocation).toBeUndefined();
    const [note] = await until(async () => (messages().length > 0 ? messages() : undefined));
    expect(note).toMatchObject({ Type: 'Notification', TopicArn: topic('file') });
    expect(JSON.parse(note?.['Message'] ?? '')).toMatchObject({
      awsRegion: 'us-east-1',
      invocationStatus: 'Completed',
      requestParameters: {
        endpointName: 'telling',
        inputLocation: 's3://bucket/in/free-told',
        contentType: 'text/x-asked',
      },
      responseParameters: { contentType: 'text/x-answer', outputLocation: answer.OutputLocation },
      // base64 of "free-told;9;text/x-asked;...".
      responseBody: { content: expect.stringMatching(/^ZnJlZS10b2xkOzk7/), encoding: 'BASE64' },
      inferenceId: 'told',
      eventVersion: '1.0',
      eventSource: 'aws:sagemaker',
      eventName: 'InferenceResult',
    });
    await ask('no-told', { InferenceId: 'refused' }, 'telling');
    // The first was answered with 500.
    await until(async () => (posts.length === 2 ? true : undefined));
    const { headers, body } = posts[1] ?? { headers: {}, body: '' };
    expect(headers).toMatchObject({
      authorization: 'Bearer a-token',
      'x-amz-sns-message-type': 'Notification',
      'x-amz-sns-topic-arn': topic('hook'),
    });
    const { Message } = JSON.parse(body) as { Message: string };
    const failure = JSON.parse(Message) as Record<string, unknown>;
    expect(failure).toMatchObject({ invocationStatus: 'Failed', inferenceId: 'refused', responseParameters: {} });
    expect(failure['failureReason']).toContain('Received client error (422) from primary');
    expect(failure).not.toHaveProperty('responseBody');
  });
});

describe.skipIf(two === undefined)('the sagemaker Python SDK, version 2', () => {
  it(titleOf('sdk2-async'), { timeout: 300_000 }, async () => {
    const script = join(import.meta.dirname, 'async-predictor.py');
    const { stdout } = await run(two?.python ?? '', [script, example('.')], {
      env: { ...server.environment, TERM: 'dumb' },
      timeout: 280_000,
    });
    // The first line of test/golden/chains/xgboost.csv.
    expect(stdout).toContain(`prediction: [['${linesOf(golden('xgboost.csv'))[0]}']]`);
    expect(stdout).toContain('later: True');
    expect(stdout).toContain('failure: Model returned error: ');
    expect(stdout).toContain('Received client error (400) from container-1');
    expect(stdout).toContain("described: {'MaxConcurrentInvocationsPerInstance': 2}");
  });
});

describe('a server that ends', () => {
  it('leaves what it was working on to the next one', async () => {
    const answer = await ask('kept');
    await until(async () => (container.begun().at(-1) === 'kept' ? true : undefined));
    await server.stop();
    await start({}, server.data);
    expect(await keys('out/kept')).toEqual([]);
    container.open('kept');
    expect((await result(answer.OutputLocation)).text).toContain('kept');
  });

  it.each(['before-async-result', 'after-async-result'])(
    'by kill -9 %s still gives each request exactly one result',
    async (place) => {
      await server.stop();
      await start({ CATENARY_TEST_FAULTS: `kill@${place}:1` }, server.data);
      const answer = await ask(`free-${place}`, { S3OutputPathExtension: place }, 'telling').catch(() => undefined);
      // Resolves when the fault has killed it.
      await server.stop('SIGCONT');
      const before = container.begun().length;
      await start({}, server.data);
      await until(async () => ((await keys(`out/${place}`)).length > 0 ? true : undefined));
      await until(async () => {
        const last = JSON.parse(messages().at(-1)?.['Message'] ?? '{}') as {
          requestParameters?: { inputLocation: string };
        };
        return last.requestParameters?.inputLocation === `s3://bucket/in/free-${place}` ? true : undefined;
      });
      expect(await keys(`out/${place}`)).toHaveLength(1);
      if (answer !== undefined) expect((await result(answer.OutputLocation)).text).toContain(place);
      // A result that was there is not made again.
      expect(container.begun().length - before).toBe(place === 'after-async-result' ? 0 : 1);
    },
  );

  it('does not answer what was asked of an endpoint that is deleted', async () => {
    await ask('never');
    await server.client.operation('DeleteEndpoint', { EndpointName: 'gated' });
    container.open('never');
    await until(() =>
      server.client.operation('DescribeEndpoint', { EndpointName: 'gated' }).then(
        () => undefined,
        () => true,
      ),
    );
  });
});
