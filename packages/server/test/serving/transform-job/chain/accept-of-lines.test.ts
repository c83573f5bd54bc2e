import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { SparingStage } from '../../../../src/serving/container/in-process/sparing-stage.ts';
import { loadNativeStage } from '../../../../src/serving/container/load-native-stage.ts';
import { openNativeThreads } from '../../../../src/serving/container/native-threads/open-native-threads.ts';
import { ThreadedStage } from '../../../../src/serving/container/native-threads/threaded-stage.ts';
import { acceptOfLines } from '../../../../src/serving/transform-job/chain/accept-of-lines.ts';
import { nativeSurroundings } from '../../../support/native-surroundings.ts';

/** What a job over lines that names no Accept asks for: it depends on the container, not on where its model is loaded. */
const server = openNativeThreads();
const folder = mkdtempSync(join(tmpdir(), 'catenary-accept-'));
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

interface Model {
  readonly kind: string;
  readonly file: string;
  readonly environment?: Readonly<Record<string, string>>;
}

async function load({ kind, file, environment = {} }: Model, isLarge: boolean) {
  const archivePath = mkdtempSync(join(folder, 'model-'));
  const golden = resolve(import.meta.dirname, '../../../../../../test/golden', file);
  writeFileSync(join(archivePath, file.split('/').at(-1) as string), readFileSync(golden));
  mkdirSync(join(archivePath, 'extra'));
  if (isLarge) writeFileSync(join(archivePath, 'extra/note.txt'), Buffer.alloc(1_200_000, 'x'));
  const definition = { kind, hostname: 'a', image: `${kind}:1`, archivePath, environment };
  const stage = await loadNativeStage(definition, nativeSurroundings(server), new AbortController().signal);
  expect(stage).toBeInstanceOf(isLarge ? ThreadedStage : SparingStage);
  return stage;
}

const forest: Model = { kind: 'scikit-learn', file: 'sklearn/forest-regressor-1.9/model.joblib' };
const inCsv: Model = { ...forest, environment: { SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT: 'text/csv' } };
const linear: Model = { kind: 'linear-learner', file: 'first-party/linear-regressor/model_algo-1' };
const kMeans: Model = { kind: 'kmeans', file: 'first-party/kmeans/model_algo-1' };

describe.each([
  ['small', false],
  ['large', true],
])('a %s model', (_size, isLarge) => {
  // By docs/containers.md all answer in JSON by default. CSV is written by scikit-learn and k-means, JSON Lines by built-in algorithms.
  it.each<[string, Model, string, string | undefined]>([
    ['scikit-learn', forest, 'text/csv', 'text/csv'],
    ['scikit-learn', forest, 'application/jsonlines', 'text/csv'],
    ['scikit-learn that answers in lines by itself', inCsv, 'text/csv', undefined],
    ['a linear learner', linear, 'application/jsonlines', 'application/jsonlines'],
    ['a linear learner', linear, 'text/csv', 'application/jsonlines'],
    ['k-means', kMeans, 'application/jsonlines', 'application/jsonlines'],
    ['k-means', kMeans, 'Text/CSV; header=absent', 'text/csv'],
  ])('of %s is asked for lines as it can write them (%#)', async (_name, model, contentType, accept) => {
    expect(acceptOfLines([await load(model, isLarge)], contentType)).toBe(accept);
  });
});
