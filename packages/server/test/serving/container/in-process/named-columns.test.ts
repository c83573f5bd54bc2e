import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { InProcessStage } from '../../../../src/serving/container/in-process/in-process-stage.ts';
import { launchNativeStage } from '../../../../src/serving/container/in-process/launch-native-stage.ts';
import { root } from '../../../support/start-server.ts';

// A pipeline that was fitted on a data frame, and scikit-learn's own answers (`train.py` beside it).
const example = join(root, 'examples/sklearn-pipeline');
const rows = readFileSync(join(example, 'rows.csv'), 'utf8');
const expected = readFileSync(join(example, 'expected.csv'), 'utf8').trimEnd();
const names = ['plan', 'country', 'months', 'calls', 'spend'];

const folder = mkdtempSync(join(tmpdir(), 'catenary-named-'));
let stage: InProcessStage;
beforeAll(async () => {
  copyFileSync(join(example, 'model.joblib'), join(folder, 'model.joblib'));
  const definition = { kind: 'scikit-learn', hostname: 's', image: 'sagemaker-scikit-learn:1.7-1' } as const;
  stage = await launchNativeStage({ ...definition, archivePath: folder, environment: {} });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function ask(body: string, contentType = 'text/csv; header=present') {
  const { status, body: answer } = stage.invoke({ body: Buffer.from(body), contentType, accept: 'text/csv' });
  return { status, text: answer.toString().trimEnd() };
}

const reversed = rows.replaceAll(/^.*$/gm, (line) => line.split(',').reverse().join(','));

describe('CSV whose first line names the columns', () => {
  it.each([
    ['in the order of the model', `${names.join(',')}\n${rows}`],
    ['in another order', `${names.toReversed().join(',')}\n${reversed}`],
    ['in quotes, behind a byte order mark, with CR LF', `\uFEFF"${names.join('","')}"\r\n${rows}`],
  ])('is answered as the library answers the data frame: %s', (_how, body) => {
    expect(ask(body)).toEqual({ status: 200, text: expected });
  });

  it('counts rows behind the header', () => {
    const body = `${names.join(',')}\nteam,DE,34,2,91.79\nplus,FR,many,4,99.71\n`;
    expect(ask(body)).toEqual({ status: 400, text: expect.stringContaining('Row 2') });
    expect(ask(body).text).toContain('"many"');
  });

  it.each([
    ['a column is missing', 'plan,country,months,calls\nteam,DE,34,2\n', 'spend'],
    ['a name stands twice', 'plan,plan,months,calls,spend\nteam,DE,34,2,1\n', 'plan'],
    ['its quotes are broken', '"plan,country\n', 'The header line has broken quotes.'],
    [
      'lines end in \\r alone',
      `${names.join(',')}\n${rows}`.replaceAll('\n', '\r'),
      'The header line holds a carriage return',
    ],
    [
      'rows end in \\r alone',
      `${names.join(',')}\n${rows.replaceAll('\n', '\r')}`,
      'Row 1 cannot be told from the next.',
    ],
    ['no row follows', `${names.join(',')}\n`, ''],
  ])('is refused where %s', (_what, body, text) => {
    expect(ask(body)).toEqual({ status: 400, text: expect.stringContaining(text) });
  });

  it('is advised where a header was sent without a word of it', () => {
    expect(ask(`${names.join(',')}\n${rows}`, 'text/csv')).toEqual({
      status: 400,
      text: expect.stringContaining(
        '"months" is no number. If the first row names the columns, send it as text/csv; header=present',
      ),
    });
    expect(ask('team,DE,many,2,91.79\nplus,FR,few,4,99.71\n', 'text/csv').text).not.toContain('header');
    // A cell that is missing says nothing of its column: the next row does.
    const missing = (months: string) => `${names.join(',')}\nteam,DE,,2,91.79\nplus,FR,${months},4,99.71\n`;
    expect(ask(missing('4'), 'text/csv').text).toContain('header=present');
    expect(ask(missing('few'), 'text/csv').text).not.toContain('header=present');
  });
});

// Trained on what pandas.read_csv made of the header `a,a,,b,a`; the answers are scikit-learn's.
it('finds the names that pandas made of a header that has a name twice, and an empty one', async () => {
  const golden = join(root, 'test/golden/reports/sklearn-names-by-pandas');
  const { inputs } = JSON.parse(readFileSync(join(golden, 'case.json'), 'utf8')) as {
    inputs: readonly { readonly expected: readonly (readonly string[])[] }[];
  };
  const definition = { kind: 'scikit-learn', hostname: 's', image: 'sagemaker-scikit-learn:1.7-1' } as const;
  const model = mkdtempSync(join(folder, 'by-pandas-'));
  copyFileSync(join(golden, 'model.joblib'), join(model, 'model.joblib'));
  const served = await launchNativeStage({ ...definition, archivePath: model, environment: {} });
  const body = readFileSync(join(golden, 'rows.csv'));
  const answer = served.invoke({ body, contentType: 'text/csv; header=present', accept: 'text/csv' });
  const values = answer.body.toString().trimEnd().split('\n').map(Number);
  expect(values).toHaveLength(6);
  inputs[0]?.expected.forEach(([value], row) => expect(values[row]).toBeCloseTo(Number(value), 12));
});
