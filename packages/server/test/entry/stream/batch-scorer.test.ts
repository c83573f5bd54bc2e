import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  bool,
  columnFromArray,
  type DataType,
  dateDay,
  dictionary,
  float64,
  int32,
  int64,
  list,
  tableFromColumns,
  tableFromIPC,
  tableToIPC,
  utf8,
} from '@uwdata/flechette';
import { describe, expect, it } from 'vitest';
import { type Asked, BatchScorer } from '../../../src/entry/cli/stream/batch-scorer.ts';
import { loadChain } from '../../../src/entry/cli/stream/load-chain.ts';
import { readArchive } from '../../../src/platform/artifact/read-archive.ts';
import { golden, linesOf, readExample } from '../../support/diamonds.ts';
import { root } from '../../support/start-server.ts';

type Given = Readonly<Record<string, readonly [DataType, readonly unknown[]]>>;

const batchOf = (columns: Given) => {
  const made = Object.entries(columns).map(
    ([name, [type, cells]]) => [name, columnFromArray([...cells], type)] as const,
  );
  return tableToIPC(tableFromColumns(made.map(([name, column]) => [name, column])), { format: 'stream' }) as Uint8Array;
};

const answerTo = (scorer: BatchScorer, columns: Given) => {
  const table = tableFromIPC(scorer.answer(batchOf(columns)));
  return Object.fromEntries(table.names.map((name) => [name, [...table.getChild(name)]]));
};

async function open(archives: readonly Buffer[], asked: Asked = {}): Promise<BatchScorer> {
  return new BatchScorer(await loadChain(await Promise.all(archives.map((bytes) => readArchive(bytes)))), asked);
}

const saved = (name: string) => readFileSync(join(root, 'test/golden/spark/3.5', name, 'model.tar.gz'));
const chain = ['sparkml', 'xgboost'].map((part) => readExample(`${part}/model.tar.gz`));
const names = ['carat', 'cut', 'color', 'clarity', 'depth', 'table', 'x', 'y', 'z'];
const rows = linesOf(readExample('requests.csv'))
  .slice(0, 50)
  .map((line) => line.split(','));
const cells = (at: number) => rows.map((row) => row[at]);
const diamonds: Given = Object.fromEntries(
  names.map((name, at) => [
    name,
    ['cut', 'color', 'clarity'].includes(name) ? [utf8(), cells(at)] : [float64(), cells(at).map(Number)],
  ]),
);

describe('a chain over batches of Arrow', () => {
  it('answers what the containers answer, and says what it reads', async () => {
    const scorer = await open(chain);
    expect(scorer.inputs).toEqual(expect.arrayContaining(names));
    const wanted = linesOf(golden('xgboost.csv')).slice(0, 50).map(Number);
    expect(answerTo(scorer, diamonds)).toEqual({ prediction: wanted });
  });

  it('takes texts of a dictionary, and whole numbers of any size', async () => {
    const scorer = await open(chain);
    const others: Given = { ...diamonds, cut: [dictionary(utf8()), cells(1)], table: [int32(), cells(5).map(Number)] };
    expect(answerTo(scorer, others)['prediction']).toEqual(answerTo(scorer, diamonds)['prediction']);
    const bigger: Given = { ...diamonds, table: [int64(), cells(5).map((cell) => BigInt(Number(cell)))] };
    expect(answerTo(scorer, bigger)['prediction']).toEqual(answerTo(scorer, diamonds)['prediction']);
    const missing = cells(1).map((cell, row) => (row === 4 ? null : cell));
    const { cut_index = [], error = [] } = answerTo(await open(chain.slice(0, 1), { outputs: ['cut_index'] }), {
      ...diamonds,
      cut: [dictionary(utf8()), missing],
    });
    // The indexer keeps what it does not know behind its five labels, a null among it.
    expect([cut_index[4], error[4]]).toEqual([5, undefined]);
  });

  it('has nulls and a reason for a row without an answer', async () => {
    const scorer = await open(chain);
    const carat: Given[string] = [float64(), cells(0).map((cell, row) => (row === 3 ? null : Number(cell)))];
    const { prediction = [], error = [] } = answerTo(scorer, { ...diamonds, carat });
    expect(prediction.map((cell) => cell === null)).toEqual(rows.map((_row, at) => at === 3));
    expect(error[3]).toBe('VectorAssembler cannot take a null (column "carat")');
    expect(error.filter((text) => text !== null)).toHaveLength(1);
  });

  it('answers no rows with the types of its columns', async () => {
    const scorer = await open(chain.slice(0, 1), { outputs: ['features', 'cut_index'] });
    const none: Given = Object.fromEntries(Object.entries(diamonds).map(([name, [type]]) => [name, [type, []]]));
    const { schema } = tableFromIPC(scorer.answer(batchOf(none)));
    expect(schema.fields.map(({ name, type }) => [name, type.typeId])).toEqual([
      ['features', list(float64()).typeId],
      ['cut_index', float64().typeId],
    ]);
  });

  it('takes vectors as lists of numbers', async () => {
    const scorer = await open([saved('elementwise-product')]);
    const folder = join(root, 'test/golden/spark/3.5/elementwise-product');
    const lines = (name: string) => linesOf(readFileSync(join(folder, name))).map((line) => JSON.parse(line));
    const wanted = lines('expected.jsonl');
    const isPlain = (cell: { type?: string; values?: unknown[] } | null, row: number) =>
      cell?.type === 'dense' && cell.values?.every((value) => typeof value === 'number') && 'output' in wanted[row];
    const taken = lines('input.jsonl').flatMap(({ v }, row) => (isPlain(v, row) ? [[row, v.values]] : []));
    expect(taken.length).toBeGreaterThan(0);
    const { o } = answerTo(scorer, { v: [list(float64()), taken.map(([, values]) => values)] });
    expect(o?.map((cell) => Array.from(cell as Float64Array))).toEqual(
      taken.map(([row]) => wanted[row].output.o.values),
    );
  });

  it('refuses an archive whose script would answer otherwise than its model file', async () => {
    await expect(open([readExample('sklearn/model.tar.gz')])).rejects.toThrow(
      'An archive of the chain is of the kind "script", which needs a server: code/inference.py is a Python script',
    );
  });

  it('refuses columns by name that no model takes, are missing, or are not among its answers', async () => {
    const scorer = await open(chain);
    const day: Given[string] = [dateDay(), rows.map(() => new Date(0))];
    expect(() => answerTo(scorer, { ...diamonds, carat: day })).toThrow(
      'The column "carat" is of a type that no model',
    );
    const { x: _x, ...others } = diamonds;
    expect(() => answerTo(scorer, others)).toThrow('The input lacks the column "x".');
    expect(() => answerTo(scorer, { one: [bool(), [true]], two: [utf8(), ['a']] })).toThrow(
      'The model has no column "two"',
    );
    await expect(open(chain, { method: 'guess' })).rejects.toThrow('The model has no method "guess"; it has predict');
    await expect(open(chain, { outputs: ['price'] })).rejects.toThrow(
      'The answer has no column "price"; it has prediction.',
    );
  });
});
