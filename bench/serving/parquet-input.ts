/**
 * What a table costs as Parquet and as CSV: the diamonds rows repeated, SparkML -> XGBoost, answers as lines. `distinct` has other
 * numbers in each row, so that no dictionary holds them. BENCH_ROWS (1,000,000), BENCH_REPEATS (3).
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ParquetFile } from '../../packages/server/src/serving/transform-job/outputs/record-sinks/parquet/parquet-file.ts';
import { printTable, type Row } from '../harness.ts';
import { DiamondsServer, diamondsColumns, readDiamondsCells } from './parts/diamonds-server.ts';

const wantedRows = Number(process.env.BENCH_ROWS ?? 1_000_000);
const repeats = Number(process.env.BENCH_REPEATS ?? 3);
const groupRows = 131_072;

const cells = readDiamondsCells();
const rowCount = Math.ceil(wantedRows / cells.length) * cells.length;
const names = diamondsColumns();
const columns = (cells[0] ?? []).map((cell, at) => ({
  name: names[at] ?? `c${at}`,
  type: typeof cell === 'number' ? ('double' as const) : ('text' as const),
}));

/** Rows of a table: a number moves a little with its row where none is to be there twice. */
function tableRow(row: number, isDistinct: boolean): (string | number)[] {
  const values = cells[row % cells.length] ?? [];
  return isDistinct ? values.map((cell) => (typeof cell === 'number' ? cell + row * 1e-9 : cell)) : values;
}

function csvOf(isDistinct: boolean): Buffer {
  const parts: Buffer[] = [];
  for (let first = 0; first < rowCount; first += groupRows) {
    const count = Math.min(groupRows, rowCount - first);
    parts.push(
      Buffer.from(Array.from({ length: count }, (_, at) => `${tableRow(first + at, isDistinct).join(',')}\n`).join('')),
    );
  }
  return Buffer.concat(parts);
}

function parquetOf(isDistinct: boolean): Buffer {
  const file = new ParquetFile();
  const parts: Uint8Array[] = [];
  for (let first = 0; first < rowCount; first += groupRows) {
    const count = Math.min(groupRows, rowCount - first);
    const rows = Array.from({ length: count }, (_, at) => tableRow(first + at, isDistinct));
    const values = columns.map((_, column) => rows.map((row) => row[column]));
    parts.push(file.group(columns, values));
  }
  parts.push(file.footer(columns));
  return Buffer.concat(parts);
}

const data = mkdtempSync(join(tmpdir(), 'catenary-bench-'));
const server = await DiamondsServer.start(data);
await server.createPair();
const tables = ['repeated', 'distinct'];
for (const table of tables) {
  const isDistinct = table === 'distinct';
  await server.put(`/bench/${table}-csv/rows`, csvOf(isDistinct));
  await server.put(`/bench/${table}-parquet/rows`, parquetOf(isDistinct));
}

/** CPU microseconds of the server for each row. */
async function run(name: string, folder: string, environment: Record<string, string>): Promise<number> {
  const before = await server.process.cpuSeconds();
  await server.createJob(name, name, { input: folder, Environment: environment });
  await server.finishJob(name);
  return (((await server.process.cpuSeconds()) - before) / rowCount) * 1e6;
}

const rows: Row[] = [];
for (const table of tables) {
  const csv: number[] = [];
  const parquet: number[] = [];
  // In turn, so that both meet the same machine; the first of each finds nothing compiled.
  for (let repeat = 0; repeat <= repeats; repeat++) {
    csv.push(await run(`${table}-csv-${repeat}`, `${table}-csv`, {}));
    parquet.push(
      await run(`${table}-parquet-${repeat}`, `${table}-parquet`, { CATENARY_BATCH_INPUT_FORMAT: 'parquet' }),
    );
  }
  const [asCsv, asParquet] = [Math.min(...csv.slice(1)), Math.min(...parquet.slice(1))];
  const same = (await server.get(`/bench/${table}-csv-1/rows.out`)).equals(
    await server.get(`/bench/${table}-parquet-1/rows.out`),
  );
  rows.push({
    name: table,
    rows: rowCount,
    'CSV, CPU µs/row': asCsv.toFixed(2),
    'Parquet, CPU µs/row': asParquet.toFixed(2),
    times: (asParquet / asCsv).toFixed(2),
    'equal answers': String(same),
  });
}
await server.process.stop();
rmSync(data, { recursive: true, force: true });
printTable('The same table as CSV and as Parquet', rows);
