import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { DenseRows, SparseRows } from '../../../src/frame/feature-rows.ts';

export const goldenFolder = resolve(import.meta.dirname, '../../../../../test/golden/xgboost');

export const readGolden = (name: string, file: string) => readFileSync(join(goldenFolder, name, file));

/** All numbers of a CSV file, row after row; an empty cell is NaN. */
export function readNumbers(name: string, file: string): number[] {
  return linesOf(name, file).flatMap((line) => line.split(',').map(toNumber));
}

export function denseRows(name: string): DenseRows {
  const rowCount = linesOf(name, 'input.csv').length;
  const values = Float64Array.from(readNumbers(name, 'input.csv'));
  return { kind: 'dense', values, rowCount, columnCount: values.length / rowCount };
}

export function sparseRows(name: string): SparseRows {
  const rows = linesOf(name, 'input.libsvm').map((line) =>
    line.split(' ').flatMap((token) => (token.includes(':') ? [token.split(':').map(Number)] : [])),
  );
  const starts = [0];
  for (const row of rows) starts.push((starts.at(-1) as number) + row.length);
  return {
    kind: 'sparse',
    starts: Int32Array.from(starts),
    indices: Int32Array.from(rows.flat(), (entry) => entry[0] as number),
    values: Float64Array.from(rows.flat(), (entry) => entry[1] as number),
    rowCount: rows.length,
    columnCount: denseRows(name).columnCount,
  };
}

function linesOf(name: string, file: string): string[] {
  const lines = readGolden(name, file).toString().split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

function toNumber(cell: string): number {
  if (cell === '') return Number.NaN;
  return cell.endsWith('inf') ? Number(`${cell.slice(0, -3)}Infinity`) : Number(cell);
}
