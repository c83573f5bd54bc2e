import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { ServiceError } from '../../../../src/contract/service-error.ts';
import type { NativeStageDefinition } from '../../../../src/serving/container/in-process/native-stage-definition.ts';
import { answerInThread } from '../../../../src/serving/container/native-threads/answer-in-thread.ts';
import {
  NativeThreads,
  type NativeThreadsOptions,
} from '../../../../src/serving/container/native-threads/native-threads.ts';
import { SharedMemory } from '../../../../src/serving/container/native-threads/shared-memory.ts';
import { StageUnreachable } from '../../../../src/serving/container/stage-unreachable.ts';
import { example, readExample, schema } from '../../../support/diamonds.ts';

const sparkml: NativeStageDefinition = {
  kind: 'sparkml',
  hostname: 'features',
  image: 'sagemaker-sparkml-serving:3.3',
  archivePath: example('sparkml/model.tar.gz'),
  environment: { SAGEMAKER_SPARKML_SCHEMA: schema() },
};
const row = readExample('requests.csv').toString().split('\n')[0] as string;
const small = { body: Buffer.from(row), contentType: 'text/csv' };
/** Takes seconds of CPU time and hundreds of megabytes of objects. */
const long = { body: Buffer.from(`${row}\n`.repeat(150_000)), contentType: 'text/csv' };

let opened: NativeThreads | undefined;
function open(options: Partial<NativeThreadsOptions> = {}): NativeThreads {
  const memory = {
    maxHeapMegabytes: 2048,
    maxRequestMegabytes: 2048,
    ownRequestMegabytes: 2048,
    sharedRequestMegabytes: 0,
  };
  const limits = { ...memory, count: 2, maxRequests: 100, maxRequestBytes: 100e6, timeoutMs: 60_000 };
  opened = new NativeThreads({ ...limits, idleMs: 60_000, ...options });
  return opened;
}
afterEach(async () => {
  await opened?.close();
});

describe('NativeThreads', () => {
  it('end a request that takes too long, with its thread, and answer the next one', async () => {
    const threads = open({ count: 1 });
    const model = threads.adopt(sparkml, 1000);
    await threads.invoke([model], small);
    const control = new AbortController();
    const taken = threads.invoke([model], long, control.signal).catch((reason: unknown) => reason);
    // It takes seconds of CPU time, so it is under way then.
    setTimeout(() => control.abort('timeout'), 50);
    expect(await taken).toMatchObject({ name: 'StageUnreachable', reason: 'timeout' });
    await expect(threads.invoke([model], small)).resolves.toMatchObject({ answer: { status: 200 }, isFirst: true });
  });

  it('end a request whose time is up by themselves, whether or not a caller waits for it', async () => {
    const threads = open({ count: 1, timeoutMs: 1 });
    const taken = threads.invoke([threads.adopt(sparkml, 1000)], small);
    await expect(taken).rejects.toBeInstanceOf(StageUnreachable);
    await expect(taken).rejects.toMatchObject({ reason: 'timeout' });
  });

  it('answer a request that has no memory left as a container that fails, and continue', async () => {
    const threads = open({ count: 1, maxRequestMegabytes: 50 });
    const model = threads.adopt(sparkml, 1000);
    const { answer } = await answerInThread({ threads, models: [model] }, long);
    expect([answer.status, answer.body.toString()]).toEqual([
      500,
      'The container ran out of memory: it needs more than the 50 MB of memory that it may use.',
    ]);
    const after = await answerInThread({ threads, models: [model] }, small);
    expect(after.answer.status).toBe(200);
  });

  it('let the older of two requests that need much memory go on, and answer the other one afterwards', async () => {
    const noted = vi.spyOn(SharedMemory.prototype, 'note');
    onTestFinished(() => {
      noted.mockRestore();
    });
    const threads = open({ ownRequestMegabytes: 20, sharedRequestMegabytes: 40 });
    const model = threads.adopt(sparkml, 1000);
    const ask = (request: typeof long) => answerInThread({ threads, models: [model] }, request);
    const [first, second, little] = await Promise.all([ask(long), ask(long), ask(small)]);
    expect([first, second, little].map(({ answer }) => answer.status)).toEqual([200, 200, 200]);
    expect(second.answer.body.equals(first.answer.body)).toBe(true);
    // The second one came later, so it gave way; the first one never does.
    const gaveWay = noted.mock.results.flatMap(({ value }) =>
      value === undefined ? [] : [value as { order: number }],
    );
    const orders = gaveWay.map(({ order }) => order);
    expect(orders).toContain(1);
    expect(orders).not.toContain(0);
  });

  it('give up a request that waits for memory when its caller leaves', async () => {
    const threads = open({ ownRequestMegabytes: 20, sharedRequestMegabytes: 40 });
    const model = threads.adopt(sparkml, 1000);
    const control = new AbortController();
    const noted = vi.spyOn(SharedMemory.prototype, 'note');
    onTestFinished(() => {
      noted.mockRestore();
    });
    const first = threads.invoke([model], long);
    const second = threads.invoke([model], long, control.signal).catch((reason: unknown) => reason);
    await vi.waitFor(() => expect(noted.mock.results.some(({ value }) => value !== undefined)).toBe(true), 30_000);
    control.abort('disconnected');
    expect(await second).toMatchObject({ name: 'StageUnreachable', reason: 'connection' });
    await expect(first).resolves.toMatchObject({ answer: { status: 200 } });
    await expect(threads.invoke([model], small)).resolves.toMatchObject({ answer: { status: 200 } });
  });

  it('end a load that takes many times what its files have, and say so', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'catenary-lists-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    // Protocol 2; a mark, five million empty lists of a byte each, one list of all, the end: 5 MB that become hundreds.
    const lists = Buffer.concat([Buffer.from([0x80, 2, 0x28]), Buffer.alloc(5_000_000, ']'), Buffer.from('l.')]);
    writeFileSync(join(folder, 'model.joblib'), lists);
    const definition = {
      kind: 'scikit-learn',
      hostname: 'lists',
      image: 'sagemaker-scikit-learn:1.2-1',
      archivePath: folder,
    };
    const threads = open({ count: 1, maxRequestMegabytes: 20 });
    const load = threads.load({ ...definition, environment: {} }, new AbortController().signal);
    // 20 MB, and eight times 5,000,005 bytes.
    await expect(load).rejects.toThrow(
      'The model could not be loaded: it needs more than the 58 MB of memory that it may use.',
    );
  });

  it('refuse what is too much to wait, half of it for one chain', async () => {
    const threads = open({ count: 1, maxRequests: 4 });
    const [one, other] = [threads.adopt(sparkml, 1000), threads.adopt(sparkml, 1000)];
    const ask = (model: typeof one) => threads.invoke([model], small).then(String, (error: unknown) => error);
    const asked = [one, one, one, other, other, other].map(ask);
    const refused = (await Promise.all(asked)).map((outcome) => outcome instanceof ServiceError && outcome.code);
    const no = 'ServiceUnavailable';
    expect(refused).toEqual([false, false, no, false, false, no]);
  });

  it('do not begin what a caller who has left had asked for', async () => {
    const threads = open({ count: 1 });
    const model = threads.adopt(sparkml, 1000);
    const controller = new AbortController();
    const first = threads.invoke([model], small);
    const left = threads.invoke([model], small, controller.signal).catch((reason: unknown) => reason);
    controller.abort('disconnected');
    expect(await left).toMatchObject({ name: 'StageUnreachable', reason: 'connection' });
    await expect(first).resolves.toMatchObject({ answeredBy: 0 });
  });

  it('say what is wrong with a model with the message of the engine', async () => {
    const threads = open();
    const signal = new AbortController().signal;
    const wrong = { ...sparkml, kind: 'xgboost' };
    await expect(threads.load(wrong, signal)).rejects.toMatchObject({ name: 'ScoringError' });
    const missing = { ...sparkml, archivePath: '/does/not/exist' };
    await expect(threads.load(missing, signal)).rejects.toThrow('ENOENT');
  });
});
