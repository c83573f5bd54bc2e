import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InProcessStage } from '../../../../src/serving/container/in-process/in-process-stage.ts';
import {
  launchNativeStage,
  openNativeContainer,
  readNativeFiles,
} from '../../../../src/serving/container/in-process/launch-native-stage.ts';
import type { NativeStageDefinition } from '../../../../src/serving/container/in-process/native-stage-definition.ts';
import type { NativeThreads } from '../../../../src/serving/container/native-threads/native-threads.ts';
import { openNativeThreads } from '../../../../src/serving/container/native-threads/open-native-threads.ts';
import { ThreadedStage } from '../../../../src/serving/container/native-threads/threaded-stage.ts';
import type { ContainerRequest } from '../../../../src/serving/container/payload.ts';
import { Chain } from '../../../../src/serving/invocation/chain.ts';
import { ChainTimes } from '../../../../src/serving/invocation/chain-times.ts';
import { invokeChain } from '../../../../src/serving/invocation/handlers/invoke-chain.ts';
import { measure } from '../../../../src/serving/invocation/handlers/measure.ts';
import { chainCall } from '../../../../src/serving/invocation/invocation.ts';
import { StageFailure } from '../../../../src/serving/invocation/stage-failure.ts';
import { example, readExample, schema } from '../../../support/diamonds.ts';

const server = openNativeThreads();
const folder = mkdtempSync(join(tmpdir(), 'catenary-threads-'));
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

/** A folder with one model file of the golden ones. */
function modelFolder(path: string, name: string): string {
  const directory = join(folder, path.replaceAll('/', '-'));
  mkdirSync(directory);
  writeFileSync(
    join(directory, name),
    readFileSync(resolve(import.meta.dirname, '../../../../../../test/golden', path)),
  );
  return directory;
}

const native = (kind: string, image: string, archivePath: string, environment: Record<string, string> = {}) => ({
  kind,
  hostname: kind,
  image,
  archivePath,
  environment,
});

const sparkml = native('sparkml', 'sagemaker-sparkml-serving:3.3', example('sparkml/model.tar.gz'), {
  SAGEMAKER_SPARKML_SCHEMA: schema(),
});
const xgboost = native('xgboost', 'sagemaker-xgboost:3.2-0', example('xgboost/model.tar.gz'));
const lightgbm = native('lightgbm', 'lightgbm:1', modelFolder('boosters/lgbm-booster-4.7/model.pkl', 'model.pkl'));
const linear = native(
  'linear-learner',
  'linear-learner:1',
  modelFolder('first-party/linear-regressor/model_algo-1', 'model_algo-1'),
);

const sklearn = (name: string) =>
  native('scikit-learn', 'sagemaker-scikit-learn:1.2-1', modelFolder(`sklearn/${name}/model.joblib`, 'model.joblib'), {
    SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT: 'text/csv',
  });

/** The same containers, loaded in this thread and in threads. */
async function bothWays(definitions: readonly NativeStageDefinition[], threads: NativeThreads) {
  const signal = new AbortController().signal;
  const load = async (definition: NativeStageDefinition) =>
    new ThreadedStage(await threads.load(definition, signal), { threads });
  return {
    here: new Chain(await Promise.all(definitions.map((definition) => launchNativeStage(definition)))),
    elsewhere: new Chain(await Promise.all(definitions.map(load)), { threads }),
  };
}

/** All that a caller sees of an answer or of a failure. */
async function outcome(pipeline: Chain, request: ContainerRequest) {
  try {
    const { body, ...rest } = await pipeline.invoke(request);
    return { ...rest, body: body.toString('latin1') };
  } catch (error) {
    if (!(error instanceof StageFailure)) throw error;
    const { status, body, container, place, message, reason } = error;
    return { status, body, container, place, message, reason };
  }
}

const rows = readExample('requests.csv').toString().trimEnd().split('\n');
const cell = fc.oneof(
  { weight: 20, arbitrary: fc.double({ min: -1000, max: 1000, noNaN: true }).map(String) },
  { weight: 1, arbitrary: fc.constantFrom('', 'x', 'NaN', 'Infinity', '-0', '1e400', '"a,b"', 'é', ' 7 ') },
);
const diamond = fc.tuple(fc.constantFrom(...rows), fc.nat(9), cell, fc.nat(15)).map(([row, at, text, isChanged]) =>
  isChanged > 0
    ? row
    : row
        .split(',')
        .with(at % 9, text)
        .join(','),
);
const numbers = (count: number) =>
  fc.array(cell, { minLength: count, maxLength: count }).map((cells) => cells.join(','));
const csv = (row: fc.Arbitrary<string>) =>
  fc.tuple(fc.array(row, { minLength: 1, maxLength: 4 }), fc.constantFrom(1, 1, 30)).map(([some, times]) => ({
    body: Buffer.from(Array.from({ length: times }, () => some.join('\n')).join('\n')),
    contentType: 'text/csv',
  }));
const other = fc
  .tuple(
    fc.oneof(fc.json(), fc.string(), fc.constant('{"data":[1,2,3]}'), fc.constant('0:1 3:0.5\n1:2')),
    fc.constantFrom('application/json', 'application/jsonlines', 'text/libsvm', 'text/csv', 'image/png', undefined),
  )
  .map(([text, contentType]) => ({
    body: Buffer.from(text),
    ...(contentType === undefined ? {} : { contentType }),
  }));

describe('native containers in threads', () => {
  const chains: readonly [string, readonly NativeStageDefinition[], fc.Arbitrary<string>][] = [
    ['SparkML', [sparkml], diamond],
    ['SparkML -> XGBoost', [sparkml, xgboost], diamond],
    ['LightGBM', [lightgbm], numbers(4)],
    ['linear learner', [linear], numbers(4)],
    ['scikit-learn: Gaussian process', [sklearn('gaussian-process-1.9')], numbers(5)],
    ['scikit-learn: boosted trees', [sklearn('ada-multi-1.9')], numbers(5)],
    ['scikit-learn: neighbours', [sklearn('neighbors-manhattan-1.9')], numbers(5)],
  ];

  it.each(chains)(
    'answer to the byte, and refuse in the same words, as in the main thread: %s',
    async (_name, definitions, row) => {
      const { here, elsewhere } = await bothWays(definitions, server.threads);
      const accept = fc.constantFrom(undefined, 'text/csv', 'application/json', 'application/jsonlines', 'image/png');
      const request = fc
        .tuple(fc.oneof({ weight: 4, arbitrary: csv(row) }, { weight: 1, arbitrary: other }), accept)
        .map(([payload, type]): ContainerRequest => (type === undefined ? payload : { ...payload, accept: type }));
      let answers = 0;
      await fc.assert(
        fc.asyncProperty(request, async (payload) => {
          const expected = await outcome(here, payload);
          if (expected.status === 200) answers++;
          expect(await outcome(elsewhere, payload)).toEqual(expected);
        }),
        { numRuns: 300 },
      );
      // Two chains that refuse everything would be equal, too.
      expect(answers).toBeGreaterThan(20);
    },
  );

  let pair: Awaited<ReturnType<typeof bothWays>>;
  beforeAll(async () => {
    pair = await bothWays([sparkml, xgboost], server.threads);
  });

  it('count their times under the names of the containers', async () => {
    const request = { body: readExample('requests.csv'), contentType: 'text/csv' };
    await measure(invokeChain)(chainCall(pair.elsewhere, request, {}));
    const { containers, total } = ChainTimes.summaryOf([pair.elsewhere.times]);
    expect(containers.map(({ hostname, count }) => [hostname, count])).toEqual([
      ['sparkml', 1],
      ['xgboost', 1],
    ]);
    const inContainers = containers.reduce((sum, { meanMicros }) => sum + meanMicros, 0);
    expect(inContainers).toBeGreaterThan(0);
    expect(total.meanMicros).toBeGreaterThanOrEqual(inContainers * 0.9);
  });

  it('are answered in the main thread if a thread finds no archive to load any more', async () => {
    const definition = { ...lightgbm, archivePath: join(folder, 'gone') };
    cpSync(lightgbm.archivePath, definition.archivePath, { recursive: true });
    // So large a model is presumed to take a second a row.
    const model = server.threads.adopt(definition, 1e9);
    const files = await readNativeFiles(definition);
    const container = await openNativeContainer(definition, files);
    const stage = new InProcessStage(definition, container, { model, forget: () => server.threads.forget(model) });
    const chain = new Chain([stage], { threads: server.threads });
    const request = { body: Buffer.from('1,2,3,4'), contentType: 'text/csv' };
    expect(chain.isQuick(request)).toBe(false);
    rmSync(definition.archivePath, { recursive: true });
    const expected = await outcome(new Chain([await launchNativeStage(lightgbm)]), request);
    expect(expected).toMatchObject({ status: 200 });
    expect(await outcome(chain, request)).toEqual(expected);
  });
});
