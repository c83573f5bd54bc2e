import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { type Frame, scalar } from '@catenary/scoring/internal/frame';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { readGolden } from '../../../../scoring/test/boosters/xgboost/golden-rows.ts';
import { readArchive } from '../../../src/platform/artifact/read-archive.ts';
import { InProcessStage } from '../../../src/serving/container/in-process/in-process-stage.ts';
import type { NativeContainer } from '../../../src/serving/container/surfaces/native-container.ts';
import { nativeContainers } from '../../../src/serving/container/surfaces/native-containers.ts';
import { loadSklearnContainer } from '../../../src/serving/container/surfaces/sklearn/sklearn-container.ts';
import { loadSparkmlContainer } from '../../../src/serving/container/surfaces/sparkml/sparkml-container.ts';
import { loadXgboostContainer } from '../../../src/serving/container/surfaces/xgboost/xgboost-container.ts';
import { Chain } from '../../../src/serving/invocation/chain.ts';
import type { StageFailure } from '../../../src/serving/invocation/stage-failure.ts';
import { readExample, schema } from '../../support/diamonds.ts';
import { root } from '../../support/start-server.ts';

let fused: Chain;
let apart: Chain;

async function stage(kind: 'sparkml' | 'xgboost', environment: Record<string, string>): Promise<InProcessStage> {
  const load = (await (nativeContainers[kind] as () => Promise<never>)()) as (definition: object) => Promise<never>;
  const files = await readArchive(Readable.from([readExample(`${kind}/model.tar.gz`)]));
  return new InProcessStage(
    { hostname: kind, image: `sagemaker-${kind}` },
    await load({ files, environment, imageTag: '' }),
  );
}

beforeAll(async () => {
  const chain = async () => [
    await stage('sparkml', { SAGEMAKER_SPARKML_SCHEMA: schema() }),
    await stage('xgboost', {}),
  ];
  fused = new Chain(await chain());
  apart = new Chain(await chain(), { fuse: false });
});

/** Numbers as they come in files, and what comes instead of them. */
const number = fc.oneof(
  { weight: 40, arbitrary: fc.double({ min: -1000, max: 1000, noNaN: true }).map(String) },
  { weight: 4, arbitrary: fc.double().map(String) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'NaN',
      'Infinity',
      '-Infinity',
      '-0',
      '0',
      '1e400',
      ' 7 ',
      '',
      'x',
      '1.5d',
      '0x1p3',
      'null',
    ),
  },
);
const word = fc.oneof(
  fc.constantFrom('Ideal', 'Premium', 'G', 'E', 'SI1', 'VS2', 'I1'),
  fc.string(),
  fc.constantFrom('""', '"a,b"', 'é', '😀', ''),
);
const row = fc.tuple(number, word, word, word, number, number, number, number, number).map((cells) => cells.join(','));
/** A few rows, or the same ones over and over: many rows go other ways through a model. */
const body = fc
  .tuple(fc.array(row, { minLength: 1, maxLength: 5 }), fc.constantFrom(1, 1, 1, 40))
  .map(([rows, times]) => Array.from({ length: times }, () => rows.join('\n')).join('\n'));

const outcome = async (pipeline: Chain, request: Parameters<Chain['invoke']>[0]) => {
  try {
    const { body: answer, ...rest } = await pipeline.invoke(request);
    return { ...rest, body: answer.toString() };
  } catch (error) {
    const { status, body: text, container } = error as StageFailure;
    return { status, text, container };
  }
};

describe('fused native containers', () => {
  it('give the same answer, or the same refusal by the same container, as with bytes between them', async () => {
    let answers = 0;
    await fc.assert(
      fc.asyncProperty(
        body,
        fc.constantFrom(undefined, 'text/csv', 'application/json', '*/*', 'image/png'),
        async (text, accept) => {
          const request = {
            body: Buffer.from(text),
            contentType: 'text/csv',
            ...(accept === undefined ? {} : { accept }),
          };
          const together = await outcome(fused, request);
          if (together.status === 200) answers++;
          expect(together).toEqual(await outcome(apart, request));
        },
      ),
      { numRuns: 2000 },
    );
    // The property would hold of two chains that refuse everything: enough of these rows are good ones.
    expect(answers).toBeGreaterThan(300);
  });
});

describe('a SparkML container that answers JSON Lines as AWS does', () => {
  it('is refused by the next one, with and without bytes between', async () => {
    const data = [0.23, 'Ideal', 'E', 'SI2', 61.5, 55, 3.95, 3.98, 2.43];
    const line = JSON.stringify({ schema: JSON.parse(schema()) as unknown, data });
    const request = { body: Buffer.from(`${line}\n${line}`), contentType: 'application/jsonlines' };
    const [together, alone] = await Promise.all(
      [true, false].map(async (fuse) => {
        const stages = [await stage('sparkml', { CATENARY_SPARKML_ROWS: 'first' }), await stage('xgboost', {})];
        return outcome(new Chain(stages, { fuse }), request);
      }),
    );
    expect(together).toEqual(alone);
    expect(together).toMatchObject({ status: 415, container: { position: 2 } });
  });
});

describe('an XGBoost container that answers otherwise than row by row', () => {
  const valuesOf = ({ columns }: Frame) => columns[0]?.values as Float64Array;
  /** Doubles numbers, one a line; takes any column of numbers for the CSV that it would be. */
  const doubler: NativeContainer = {
    decode({ body: bytes }) {
      const cells = bytes.toString().trimEnd().split('\n').map(Number);
      if (cells.some(Number.isNaN)) return { status: 415, body: Buffer.from('no number') };
      return numbers(Float64Array.from(cells));
    },
    adopt: (frame, type) =>
      type === 'text/csv' && frame.columns[0]?.kind === 'number' ? numbers(valuesOf(frame)) : undefined,
    score: (frame) => numbers(valuesOf(frame).map((value) => value * 2)),
    mediaTypeFor: () => 'text/csv',
    encode: (frame) => ({ status: 200, body: Buffer.from(valuesOf(frame).join('\n')) }),
    executionParameters: () => ({}),
  };
  const numbers = (values: Float64Array): Frame => ({
    schema: { fields: [{ name: 'number', type: scalar('double') }] },
    columns: [{ kind: 'number', values }],
    rowCount: values.length,
  });
  const name = 'binary-logistic-3.2';
  const input = readGolden(name, 'input.csv');

  it.each([
    ['plain predictions', '3.2-0', {}],
    ['selected content', '3.2-0', { SAGEMAKER_INFERENCE_OUTPUT: 'predicted_label' }],
    ['one line for all', '0.90-2', {}],
    ['one line for all, in MultiModel mode', '3.2-0', { SAGEMAKER_MULTI_MODEL: 'true' }],
    ['a line each, in batch', '0.90-2', { SAGEMAKER_BATCH: 'true' }],
  ])('is followed by the same answer with and without bytes between: %s', async (_what, imageTag, more) => {
    const environment = { SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT: 'text/csv', ...more };
    const files = new Map([['xgboost-model', readGolden(name, 'model.ubj')]]);
    const booster = new InProcessStage(
      { hostname: 'booster', image: 'xgboost' },
      await loadXgboostContainer({ files, environment, imageTag }),
    );
    const stages = [booster, new InProcessStage({ hostname: 'doubler', image: 'doubler' }, doubler)];
    const request = { body: input, contentType: 'text/csv' };
    expect(await outcome(new Chain(stages), request)).toEqual(
      await outcome(new Chain(stages, { fuse: false }), request),
    );
  });
});

describe('float32 answers of a scikit-learn container in CSV', () => {
  const read = (path: string) => readFileSync(join(root, 'test/golden', path));
  const sklearn = (path: string) => {
    const files = new Map([['model.joblib', read(path)]]);
    const environment = { SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT: 'text/csv' };
    return new InProcessStage(
      { hostname: path, image: 'sklearn' },
      loadSklearnContainer({ files, environment, imageTag: '' }),
    );
  };
  const exponential = async () => {
    const x = { name: 'x', type: 'double' };
    const environment = { SAGEMAKER_SPARKML_SCHEMA: JSON.stringify({ input: [x], output: { ...x, name: 'y' } }) };
    const files = await readArchive(Readable.from([read('mleap/math-unary-exp/bundle.zip')]));
    return new InProcessStage(
      { hostname: 'exp', image: 'sparkml' },
      await loadSparkmlContainer({ files, environment, imageTag: '3.3' }),
    );
  };

  it.each([
    ['SparkML', '2.04,-2.55,0.41,-0.56', async () => [sklearn(regressor), await exponential()]],
    [
      'scikit-learn',
      '0.126,-0.132',
      () => [sklearn(severalTargets), sklearn('answer-types/nested-regressor-chain.joblib')],
    ],
  ])('have few digits, which %s reads as other doubles than those that they equal', async (_what, row, stages) => {
    const request = { body: Buffer.from(row), contentType: 'text/csv' };
    const together = await outcome(new Chain(await stages()), request);
    expect(together.status).toBe(200);
    expect(together).toEqual(await outcome(new Chain(await stages(), { fuse: false }), request));
  });
  const regressor = 'xgboost-wrappers/regressor-2.1-zlib.joblib';
  const severalTargets = 'answer-types/float32-neighbors-of-several.joblib';
});
