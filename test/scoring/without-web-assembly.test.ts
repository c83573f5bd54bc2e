import { globSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { CsvRows } from '../../src/scoring/codec/csv-rows.ts';
import { scalar } from '../../src/scoring/frame/data-type.ts';
import { openModelFile } from '../../src/scoring/model-file/open-model-file.ts';
import { webAssembly } from '../../src/scoring/math/wasm/web-assembly.ts';
import { newMatrix } from '../../src/scoring/sklearn/table.ts';

/*
 * A process has addresses for some thousands of WebAssembly memories; an engine may have none at all. What is answered then
 * is compared with what is answered with WebAssembly, which other tests compare with the libraries.
 */
class Refused {
  constructor() {
    throw new RangeError('WebAssembly.Memory(): could not allocate memory');
  }
}

const golden = resolve(import.meta.dirname, '../golden');
const models = [
  ...globSync(join(golden, 'xgboost/*-3.2/*.{ubj,json}')).filter((path) => !/(case|config)\.json$/.test(path)),
  ...globSync(join(golden, 'lightgbm/*.txt')),
  ...globSync(join(golden, 'catboost/*.cbm')),
  ...globSync(join(golden, 'sklearn/*-1.9/model.joblib')),
].sort();

/** Rows of small whole numbers, some missing: any table will do, as both sides get the same. */
function answerOf(path: string): unknown {
  try {
    const model = openModelFile(path, readFileSync(path));
    const facts = model.describe().details as { featureCount?: number };
    const columns = model.columnNames?.length ?? facts.featureCount ?? 0;
    const values = Float64Array.from({ length: columns * 70 }, (_none, at) => ((at * 7919) % 23) / 4 - 2);
    const { table } = model.call(model.methods[0] as 'predict', newMatrix(70, columns, values));
    return table;
  } catch (error) {
    return String(error);
  }
}

const csv = Array.from({ length: 600 }, (_none, row) => `${row / 8},word${row % 9},${row}e-3`).join('\n');
const csvFrame = () => {
  const types = [scalar('double'), scalar('string'), scalar('double')];
  const schema = { fields: types.map((type, at) => ({ name: `c${at}`, type })) };
  return new CsvRows(schema)
    .decode(new TextEncoder().encode(csv))
    .columns.map(({ values }) => Array.from(values as number[]));
};

describe.each(['Memory', 'Module', 'Instance'] as const)('an engine whose WebAssembly.%s refuses', (part) => {
  const refuse = () => vi.spyOn(webAssembly as Record<typeof part, new () => object>, part).mockImplementation(Refused);

  it('answers with every model file as one that does not', () => {
    expect(models.length).toBeGreaterThan(300);
    const before = models.map(answerOf);
    const answered = before.filter((answer) => typeof answer !== 'string');
    expect(answered.length).toBeGreaterThan(200);
    const spy = refuse();
    const after = models.map(answerOf);
    const calls = spy.mock.calls.length;
    spy.mockRestore();
    models.forEach((path, at) => expect(after[at], dirname(path)).toEqual(before[at]));
    // Modules are compiled once for a process, so most were before.
    if (part !== 'Module') expect(calls).toBeGreaterThan(50);
  });

  it('reads CSV as one that does not', () => {
    const before = csvFrame();
    const spy = refuse();
    const after = csvFrame();
    spy.mockRestore();
    expect(after).toEqual(before);
  });
});
