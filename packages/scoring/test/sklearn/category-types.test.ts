import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { toMatrix } from '../../src/frame/table.ts';
import { openModelFile } from '../../src/model-file/open-model-file.ts';
import { readInput } from '../../src/model-file/read-input.ts';

const folder = resolve(import.meta.dirname, '../../../../test/golden/category-types');
const read = (file: string) => readFileSync(join(folder, file));
const expected = JSON.parse(read('expected.json').toString()) as Readonly<Record<string, readonly number[]>>;
const cases = Object.entries(expected).flatMap(([name, wanted]) =>
  (['csv', 'jsonl'] as const).map((format) => ({ name, format, wanted })),
);

describe('categories of every type that pandas has', () => {
  it.each(cases)('$name in $format', ({ name, format, wanted }) => {
    const model = openModelFile(`${name}.joblib`, read(`${name}.joblib`));
    const text = read(`${name.slice(0, name.indexOf('.'))}.${format}`).toString();
    const { values } = toMatrix(model.call('predict', readInput(text, { format, hasHeader: false }, model)).table);
    expect(values.length).toBe(wanted.length);
    values.forEach((value, row) => expect(value).toBeCloseTo(wanted[row] as number, 9));
  });
});
