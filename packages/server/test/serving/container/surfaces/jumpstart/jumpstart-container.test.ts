import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ScoringError } from '@catenary/scoring/internal/frame';
import { formatPythonJsonNumber } from '@catenary/scoring/internal/text';
import { describe, expect, it } from 'vitest';
import { InProcessStage } from '../../../../../src/serving/container/in-process/in-process-stage.ts';
import type { ContainerRequest } from '../../../../../src/serving/container/payload.ts';
import {
  loadJumpstartCatboostContainer,
  loadJumpstartLightgbmContainer,
} from '../../../../../src/serving/container/surfaces/jumpstart/jumpstart-container.ts';

const golden = join(import.meta.dirname, '../../../../../../../test/golden');
const read = (path: string) => readFileSync(join(golden, path));

async function container(name: string, path: string, load = loadJumpstartLightgbmContainer): Promise<InProcessStage> {
  // As JumpStart's training leaves it: the model, facts about it, and the code that serves it.
  const files = new Map([
    [name, read(path)],
    ['__models_info__.json', Buffer.from('{"version": 1}')],
    ['code/inference.py', Buffer.from('')],
  ]);
  return new InProcessStage(
    { hostname: 'c', image: 'pytorch-inference:1.9' },
    await load({ files, environment: {}, imageTag: '1.9' }),
  );
}

function ask(stage: InProcessStage, body: string | Buffer, more: Partial<ContainerRequest> = {}) {
  const answer = stage.invoke({ body: Buffer.from(body), contentType: 'text/csv', ...more });
  return { ...answer, text: answer.body.toString() };
}

const numbers = (path: string) =>
  read(path)
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => line.split(',').map(Number));

/** Within the last place or two, as exponentials of other libraries are. */
const near = (expected: readonly number[]) => expected.map((value) => expect.closeTo(value, 14) as number);

describe('LightGBM as JumpStart serves it', async () => {
  const multi = await container('model.pkl', 'lightgbm/multiclass.txt');

  it('multi-class: probabilities of all classes, and of all but the first', () => {
    const answer = ask(multi, read('lightgbm/multiclass.input.csv'));
    expect(answer).toMatchObject({ status: 200, contentType: 'application/json' });
    const expected = numbers('lightgbm/multiclass.predict.csv');
    const { probabilities, ...rest } = JSON.parse(answer.text) as Record<string, number[][]>;
    expect(probabilities).toEqual(expected.map(near));
    expect(rest).toEqual({ 'probabilities-1d': expected.map((row) => near(row.slice(1))) });
    expect(answer.text).toMatch(/^\{"probabilities-1d": \[\[[\d.e-]+, [\d.e-]+\], .*\]\], "probabilities": \[\[/);
  });

  it('two classes: a bare Booster gives one probability, the answer has both', async () => {
    const stage = await container('model.pkl', 'lightgbm/binary.txt');
    const [row] = read('lightgbm/binary.input.csv').toString().split('\n') as [string];
    const [[p]] = numbers('lightgbm/binary.predict.csv') as [[number]];
    const { probabilities } = JSON.parse(ask(stage, row).text) as { probabilities: [[number, number]] };
    expect(probabilities).toEqual([near([1 - p, p])]);
  });

  it('a pickled LGBMClassifier: the probabilities of the library', async () => {
    const name = 'boosters/lgbm-classifier-two-4.7';
    const stage = await container('model.pkl', `${name}/model.pkl`);
    const { probabilities } = JSON.parse(ask(stage, read(`${name}/input.csv`)).text) as { probabilities: number[][] };
    expect(probabilities).toEqual(numbers(`${name}/expected-predict_proba.csv`).map(near));
  });

  it('verbose: the place of the largest probability', () => {
    const answer = ask(multi, read('lightgbm/multiclass.input.csv'), { accept: 'application/json;verbose' });
    const expected = numbers('lightgbm/multiclass.predict.csv').map((row) => row.indexOf(Math.max(...row)));
    expect((JSON.parse(answer.text) as { predicted_label: number[] }).predicted_label).toEqual(expected);
    expect(answer.contentType).toBe('application/json');
  });

  it('regression: a flat list; verbose changes nothing', async () => {
    const stage = await container('model.pkl', 'lightgbm/regression.txt');
    const body = read('lightgbm/regression.input.csv');
    const expected = numbers('lightgbm/regression.predict.csv').map(([value]) =>
      formatPythonJsonNumber(value as number),
    );
    expect(ask(stage, body).text).toBe(`{"prediction": [${expected.join(', ')}]}`);
    expect(ask(stage, body, { accept: 'application/json;verbose' }).text).toBe(ask(stage, body).text);
  });

  it('takes for missing what pandas does', async () => {
    const stage = await container('model.pkl', 'lightgbm/regression.txt');
    const row = (cell: string) => `1,${cell},3,4,5,6,7,8\n`;
    const missing = ask(stage, row('nan')).text;
    for (const word of ['', 'NA', 'N/A', 'null', 'None', '#N/A', '<NA>'])
      expect(ask(stage, row(word)).text).toBe(missing);
    expect(ask(stage, row('0')).text).not.toBe(missing);
  });

  it.each([
    ['parameters behind the type', '1,2', { contentType: 'text/csv; charset=utf-8' }, 415, 'unsupported content type'],
    ['JSON', '[[1]]', { contentType: 'application/json' }, 415, 'unsupported content type application/json'],
    ['CSV answers', '1,2,3,4,5,6,7,8', { accept: 'text/csv' }, 406, 'unsupported accept type text/csv'],
    ['too few columns', '1,2', {}, 400, 'features in data (2) is not the same'],
    ['a word', '1,2,3,x,5,6,7,8', {}, 400, 'x'],
    ['a ragged row', '1,2\n1', {}, 400, 'Row 2 has 1 cells'],
    ['nothing', '\n', {}, 400, 'the body has no row'],
  ])('refuses %s', (_what, body, more, status, message) => {
    const answer = ask(multi, body, more);
    expect(answer.status).toBe(status);
    expect(answer.text).toContain(message);
  });
});

describe('CatBoost as JumpStart serves it', () => {
  it('gives the probabilities alone', async () => {
    const stage = await container('model', 'catboost/multiclass.json', loadJumpstartCatboostContainer);
    const answer = ask(stage, read('catboost/multiclass.input.csv'), { accept: 'application/json;verbose' });
    const { probabilities, predicted_label: labels } = JSON.parse(answer.text) as Record<string, number[][]>;
    const expected = numbers('catboost/multiclass.predict.csv');
    expect(probabilities).toEqual(expected.map(near));
    expect(labels).toEqual(expected.map((row) => row.indexOf(Math.max(...row))));
    expect(answer.text).not.toContain('probabilities-1d');
  });

  it('gives the predictions of a regressor with categories', async () => {
    const stage = await container('model', 'catboost/cats-one-hot.cbm', loadJumpstartCatboostContainer);
    const answer = JSON.parse(ask(stage, read('catboost/cats-one-hot.input.csv')).text) as { prediction: number[] };
    expect(answer.prediction).toEqual(near(numbers('catboost/cats-one-hot.predict.csv').flat()));
  });

  it('needs a model', () => {
    const load = () => loadJumpstartCatboostContainer({ files: new Map(), environment: {}, imageTag: '' });
    expect(load).toThrow(ScoringError);
  });
});
