import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serialize } from 'node:v8';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchFunctionStage } from '../../../../src/serving/container/function/function-stage.ts';
import type { SentNative } from '../../../../src/serving/container/function/natives-beside.ts';
import { InProcessStage } from '../../../../src/serving/container/in-process/in-process-stage.ts';
import {
  openNativeContainer,
  readNativeFiles,
} from '../../../../src/serving/container/in-process/launch-native-stage.ts';
import { boxSource } from '../../../../src/serving/container/process/box-source.ts';
import { SocketFolders } from '../../../../src/serving/container/process/socket-folders.ts';
import type { Stage } from '../../../../src/serving/container/stage.ts';
import { Chain } from '../../../../src/serving/invocation/chain.ts';
import { example, linesOf, readExample, schema } from '../../../support/diamonds.ts';

const folder = mkdtempSync(join(realpathSync(tmpdir()), 'catenary-beside-'));
const never = new AbortController().signal;
const row = linesOf(readExample('requests.csv'))[0] ?? '';

/** Answers what it is given, at once or later; refuses, fails and ends as the attributes say. */
const handler = `
export function invoke(rows, { customAttributes, inferenceId, contentType, accept, refuse }) {
  if (customAttributes === 'refuse') refuse('not this one', 418);
  if (customAttributes === 'throw') throw new Error('broken');
  if (customAttributes === 'end') process.exit(7);
  const answer = { body: JSON.stringify([rows, customAttributes, inferenceId, contentType, accept]), contentType: 'a/b' };
  return customAttributes === 'later' ? new Promise((done) => setTimeout(done, 5, answer)) : answer;
}`;

async function sentNatives(): Promise<SentNative[]> {
  const environments = { sparkml: { SAGEMAKER_SPARKML_SCHEMA: schema() }, xgboost: {} };
  const images = { sparkml: 'sagemaker-sparkml-serving:3.3', xgboost: 'sagemaker-xgboost:3.2-0' };
  const parts = (['sparkml', 'xgboost'] as const).map(async (kind) => {
    const archivePath = example(`${kind}/model.tar.gz`);
    const definition = { kind, hostname: kind, image: images[kind], environment: environments[kind], archivePath };
    return { definition, files: await readNativeFiles(definition) };
  });
  return Promise.all(parts);
}

/** `code`: comes before the handler's. */
async function launch(
  natives: readonly SentNative[],
  { code = '', signal = never, onLog = (_line: string) => {} } = {},
): Promise<Stage> {
  const modelDirectory = mkdtempSync(join(folder, 'model-'));
  writeFileSync(join(modelDirectory, 'handler.mjs'), code + handler);
  const box = await boxSource('auto', [])();
  return launchFunctionStage({
    hostname: 'c',
    image: 'catenary-function',
    environment: { SAGEMAKER_MODEL_SERVER_WORKERS: '1' },
    startupTimeoutMs: 60_000,
    signal,
    onLog,
    readable: [],
    writable: [],
    isOnline: false,
    modelDirectory,
    enclosure: { box, isOffline: box.isClosed, sockets: new SocketFolders(join(folder, 'sockets')) },
    natives: { definitions: natives.map(({ definition }) => definition), message: serialize(natives) },
  });
}

const openStage = async ({ definition, files }: SentNative, id: number) => {
  const model = { id, definition: structuredClone(definition), bytes: 0 };
  return new InProcessStage(definition, await openNativeContainer(definition, files), {
    model,
    forget: () => undefined,
  });
};

describe('native containers that a function has beside it', () => {
  let stage: Stage;
  let stages: readonly Stage[];
  /** Paths of messages would tell; what it was asked is as good. */
  let asked: string[] = [];
  beforeAll(async () => {
    const natives = await sentNatives();
    stage = await launch(natives);
    const { beside } = stage;
    if (beside === undefined) throw new Error('it has none beside it');
    const noted: Stage = {
      hostname: stage.hostname,
      image: stage.image,
      beside: {
        definitions: beside.definitions,
        invoke: (request, signal) => {
          asked.push('all');
          return beside.invoke(request, signal);
        },
      },
      invoke: (request, signal) => {
        asked.push('function');
        return stage.invoke(request, signal);
      },
      ping: (signal) => stage.ping(signal),
      executionParameters: (signal) => stage.executionParameters(signal),
      close: () => stage.close(),
    };
    stages = [...(await Promise.all(natives.map(openStage))), noted];
  }, 120_000);
  afterAll(async () => {
    await stage.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** What a chain makes of a request, and who was asked. */
  async function outcome(chain: Chain, request: object, body = row) {
    asked = [];
    const whole = { body: Buffer.from(body), contentType: 'text/csv', ...request };
    const spentMs = new Float64Array(3);
    const made = await Promise.resolve()
      .then(() => chain.invoke(whole, { spentMs }))
      .then(
        ({ status, contentType, body: bytes }) => ({ status, contentType, body: bytes.toString() }),
        ({ container, status, body: text, place }) => ({ container, status, text, place }),
      );
    return { made, asked, isTimed: spentMs.every((ms) => ms > 0) };
  }

  it.each([
    ['a row', {}, row],
    [
      'several rows, with all that a request says',
      { accept: 'x/y', customAttributes: 'k=v', inferenceId: 'i' },
      `${row}\n${row}\n`,
    ],
    ['a function that answers later', { customAttributes: 'later' }, row],
    ['what the first container refuses', {}, `${row}\nPremium,x`],
    ['a type that the first container does not take', { contentType: 'image/png' }, row],
    ['what the function refuses', { customAttributes: 'refuse' }, row],
    ['a function that throws', { customAttributes: 'throw' }, row],
  ])('gives the answer that the containers give one by one: %s', async (_what, request, body) => {
    const together = await outcome(new Chain(stages), request, body);
    const apart = await outcome(new Chain(stages, { fuse: false }), request, body);
    expect(together.made).toEqual(apart.made);
    expect(together.asked).toEqual(['all']);
    expect(together.isTimed).toBe(apart.isTimed);
  });

  it('names the function where its process ends, and is loaded by the next one', async () => {
    const chain = new Chain(stages);
    const { made } = await outcome(chain, { customAttributes: 'end' });
    expect(made).toMatchObject({ container: { position: 3, count: 3, hostname: 'c' }, status: 0 });
    expect((await outcome(chain, {})).made).toMatchObject({ status: 200 });
  }, 60_000);

  it('that cannot be loaded beside it are asked one by one', async () => {
    const [first, ...rest] = await sentNatives();
    const lines: string[] = [];
    const broken = { ...first, files: new Map() } as SentNative;
    const alone = await launch([broken, ...rest], { onLog: (line) => lines.push(line) });
    expect((await outcome(new Chain([...stages.slice(0, 2), alone]), {})).made).toMatchObject({ status: 200 });
    await alone.close();
    expect(lines.join()).toContain('the containers before it are not loaded beside it');
  }, 60_000);

  it('whose load does not end are given up with the start', async () => {
    const stop = new AbortController();
    const code = `Promise.all = () => { console.log('asked'); return new Promise(() => {}); };`;
    const start = launch(await sentNatives(), { code, signal: stop.signal, onLog: () => stop.abort() });
    await expect(start).rejects.toThrow('did not load the containers before it');
  }, 60_000);

  it('are asked one by one for a larger request, for a caller that looks on, and where they are not the same', async () => {
    const many = `${row}\n`.repeat(Math.ceil(16_384 / row.length) + 1);
    expect((await outcome(new Chain(stages), {}, many)).asked).toEqual(['function']);
    asked = [];
    await new Chain(stages).invoke({ body: Buffer.from(row), contentType: 'text/csv' }, { observer: () => undefined });
    expect(asked).toEqual(['function']);
    const [first, ...rest] = await sentNatives();
    const other = { ...first, definition: { ...first?.definition, environment: {} } } as SentNative;
    const changed = await Promise.all([other, ...rest].map(openStage));
    asked = [];
    await Promise.resolve()
      .then(() =>
        new Chain([...changed, ...stages.slice(2)]).invoke({ body: Buffer.from(row), contentType: 'text/csv' }),
      )
      .catch(() => undefined);
    expect(asked).not.toContain('all');
  });
});
