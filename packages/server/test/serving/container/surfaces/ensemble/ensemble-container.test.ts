import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeModel } from '../../../../../src/serving/container/describe-model.ts';
import { InProcessStage } from '../../../../../src/serving/container/in-process/in-process-stage.ts';
import { loadEnsembleContainer } from '../../../../../src/serving/container/surfaces/ensemble/ensemble-container.ts';

/** Made by scripts/make-golden/ensemble.py: what scikit-learn and numpy make of the same members. */
const folder = resolve(import.meta.dirname, '../../../../../../../test/golden/ensemble');
const golden = (name: string) => readFileSync(join(folder, name));
const isModel = (name: string) => /\.(joblib|txt)$/.test(name);
const models = new Map(
  readdirSync(folder)
    .filter(isModel)
    .map((name) => [name, golden(name)]),
);

const withYaml = (text: string) => new Map([...models, ['ensemble.yaml', Buffer.from(text)]]);

async function open(files: ReadonlyMap<string, Uint8Array>) {
  const container = await loadEnsembleContainer({ files: new Map(files), environment: {}, imageTag: '1' });
  const stage = new InProcessStage({ hostname: 'c', image: 'catenary-ensemble' }, container);
  return (body: Buffer, contentType = 'text/csv', accept = 'text/csv') => {
    const { status, body: answer } = stage.invoke({ body, contentType, accept });
    return { status, text: answer.toString() };
  };
}

const numbersOf = (text: string) => text.trim().split(/[\n,]/).map(Number);
const classifiers = '[logistic.joblib, tree.joblib, deep.joblib]';
const weighted = '[{ file: logistic.joblib, weight: 3 }, { file: tree.joblib }, { file: deep.joblib, weight: 1.5 }]';
const regressors = '[linear.joblib, regressor.joblib, boosted.txt]';

describe('an ensemble', () => {
  it.each([
    ['hard.csv', `{ members: ${classifiers}, combine: vote }`],
    ['hard-weighted.csv', `{ members: ${weighted}, combine: vote }`],
    ['soft.csv', `{ members: ${classifiers}, combine: soft, classes: [0, 1, 2] }`],
    ['soft-weighted.csv', `{ members: ${weighted}, combine: soft, classes: [0, 1, 2] }`],
    ['proba.csv', `{ members: ${classifiers}, combine: soft }`],
    ['proba-weighted.csv', `{ members: ${weighted}, combine: soft }`],
    ['mean.csv', `{ members: ${regressors}, combine: mean }`],
    [
      'weighted.csv',
      '{ members: [{ file: linear.joblib, weight: 2 }, regressor.joblib, { file: boosted.txt, weight: 5 }], combine: mean }',
    ],
    ['max.csv', `{ members: ${regressors}, combine: max }`],
    ['stack.csv', `{ members: ${regressors}, combine: stack, model: final.joblib }`],
  ])('answers %s as scikit-learn and numpy do', async (expected, yaml) => {
    const ask = await open(withYaml(yaml));
    const { status, text } = ask(golden('rows.csv'));
    expect(status).toBe(200);
    const [found, wanted] = [numbersOf(text), numbersOf(golden(expected).toString())];
    expect(found.length).toBe(wanted.length);
    found.forEach((value, at) => expect(value).toBeCloseTo(wanted[at] as number, 12));
  });

  it('without a file that says how is the mean of the model files at its top', async () => {
    const files = new Map(
      regressors
        .slice(1, -1)
        .split(', ')
        .map((name) => [name, golden(name)]),
    );
    const found = numbersOf((await open(files))(golden('rows.csv')).text);
    const wanted = numbersOf(golden('mean.csv').toString());
    found.forEach((value, at) => expect(value).toBeCloseTo(wanted[at] as number, 12));
  });

  it('ranks the classes of each row', async () => {
    const ask = await open(withYaml(`{ members: [logistic.joblib, logistic.joblib], combine: rank }`));
    // Of three different probabilities, the smallest has rank 1 with both members, the largest 3.
    const [first = ''] = ask(golden('rows.csv')).text.split('\n');
    expect(numbersOf(first).sort((a, b) => a - b)).toEqual([1, 2, 3]);
  });

  it('names the member that cannot take a row', async () => {
    const ask = await open(withYaml(`{ members: ${regressors}, combine: mean }`));
    expect(ask(Buffer.from('1,2,x,4\n'))).toMatchObject({ status: 400, text: expect.stringContaining('"x"') });
    expect(ask(Buffer.from('1,2\n'))).toMatchObject({ status: 400, text: expect.stringContaining('linear.joblib: ') });
  });

  it('is shown with its members', async () => {
    const { lines } = await describeModel('catenary-ensemble:1', withYaml(`{ members: ${regressors}, combine: mean }`));
    expect(lines[0]).toBe('ensemble of 3 models, combined by mean, served natively as catenary-ensemble');
    expect(lines.filter((line) => line.includes('weight 1'))).toHaveLength(3);
  });

  it.each([
    ['one member', '{ members: [tree.joblib], combine: mean }', /members: Too small|members/],
    [
      'a file that is not there',
      '{ members: [a.joblib, tree.joblib], combine: mean }',
      /members.0: the archive has no file a.joblib/,
    ],
    ['a combination that is none', `{ members: ${regressors}, combine: median }`, /combine: /],
    ['a stack without a model', `{ members: ${regressors}, combine: stack }`, /a stack has a model over its members/],
    ['labels of a mean', `{ members: ${regressors}, combine: mean, classes: [0, 1] }`, /labels are for soft and rank/],
    [
      'no probabilities',
      `{ members: ${regressors}, combine: soft }`,
      /members.0 \(scikit-learn\) model has no method predict_proba/,
    ],
    [
      'a weight below zero',
      '{ members: [{ file: tree.joblib, weight: -1 }, deep.joblib], combine: vote }',
      /members.0/,
    ],
    ['no ensemble', 'a: [', /ensemble.yaml, the file: /],
  ])('is refused at its load: %s', async (_name, yaml, reason) => {
    await expect(open(withYaml(yaml))).rejects.toThrow(reason);
  });
});
