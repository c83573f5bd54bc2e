import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { InProcessStage } from '../../../server/src/serving/container/in-process/in-process-stage.ts';
import { loadSklearnContainer } from '../../../server/src/serving/container/surfaces/sklearn/sklearn-container.ts';
import { openModelFile } from '../../src/model-file/open-model-file.ts';
import { readInput } from '../../src/model-file/read-input.ts';
import { writeAnswer } from '../../src/model-file/write-answer.ts';

const folder = resolve(import.meta.dirname, '../../../../test/golden/kept-types');

interface Case {
  readonly row: string;
  readonly json?: string;
  readonly csv?: string;
}

const cases = JSON.parse(readFileSync(join(folder, 'cases.json'), 'utf8')) as Readonly<Record<string, readonly Case[]>>;
const fileOf = (name: string) => readFileSync(join(folder, `${name}.joblib`));

function ask(name: string, body: string): string {
  const files = new Map([['model.joblib', fileOf(name)]]);
  const stage = new InProcessStage(
    { hostname: 'c', image: 'image' },
    loadSklearnContainer({ files, environment: {}, imageTag: '' }),
  );
  return stage
    .invoke({ body: Buffer.from(body), contentType: 'application/json', accept: 'application/json' })
    .body.toString();
}

const answered = Object.entries(cases).flatMap(([name, rows]) =>
  rows.flatMap(({ row, json, csv }) => (json === undefined || csv === undefined ? [] : [{ name, row, json, csv }])),
);

function score(name: string, text: string, format: 'csv' | 'jsonl'): string {
  const model = openModelFile('model.joblib', fileOf(name));
  return writeAnswer(model.call('transform', readInput(text, { format, hasHeader: false }, model)));
}

describe('what leaves the type of its input answers integers with integers', () => {
  it.each(answered)('$name, $row', ({ name, row, csv, json }) => {
    expect(score(name, row, 'jsonl')).toBe(`${csv}\n`);
    // Of an eliminator the endpoint answers with what it predicts.
    if (name !== 'elimination') expect(ask(name, `[${row}]`)).toBe(json);
  });

  it.each(answered.filter(({ row }) => row.startsWith('[')))('$name, $row as CSV', ({ name, row, csv }) => {
    expect(score(name, row.slice(1, -1), 'csv')).toBe(`${csv}\n`);
  });

  it('decides for each row by itself', () => {
    expect(score('binarizer', '1,-2,3\n1.0,-2,3\n', 'csv')).toBe('1,0,1\n1.0,0.0,1.0\n');
    expect(ask('binarizer', '[[1, -2, 3], [0.5, 2, -3]]')).toBe('[[1, 0, 1], [1.0, 1.0, 0.0]]');
  });

  it.each(['sign', 'negative', 'square'])('%s refuses integers whose answer no double holds', (name) => {
    expect(() => score(name, '9007199254740993,1,2', 'csv')).toThrow('an integer whose answer is not known exactly');
  });
});
