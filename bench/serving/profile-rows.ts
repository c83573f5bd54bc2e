/**
 * What statistics of captured requests cost, as the watch for drift and analyses of Model Monitor make them:
 * `sh scripts/with-node.sh --conditions=source bench/serving/profile-rows.ts [rows]`. Rows have 26 columns: every fifth one a text of three, every
 * fifth one a whole number, the others fractions. CPU of this process, the least of seven rounds.
 */
import { DataProfile, type Row } from '../../packages/server/src/serving/monitoring/analysis/data-profile.ts';
import { capturedRows } from '../../packages/server/src/serving/monitoring/datasets/captured-rows.ts';
import { printTable } from '../harness.ts';

const count = Number(process.argv[2] ?? 20_000);
const columnCount = 26;
let state = 12_345;
/** Numbers in [0, 1) that are the same in every run (Lehmer, modulus 2^31 - 1, multiplier 48271). */
const random = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;

function cellOf(column: number): string {
  if (column % 5 === 4) return ['Ideal', 'Good', 'Fair'][Math.floor(random() * 3)] ?? '';
  return column % 5 === 3 ? String(Math.floor(random() * 100_000)) : String(random() * 1000);
}

const cells = Array.from({ length: count }, () => Array.from({ length: columnCount }, (_, at) => cellOf(at)));
const names = Array.from({ length: columnCount }, (_, at) => `_c${at}`);
const rows: Row[] = cells.map((row) => new Map(row.map((cell, at) => [names[at] ?? '', cell])));
const side = (data: string) => ({ observedContentType: 'text/csv', data, encoding: 'CSV' });
const lines = cells.map(([answer = '', ...request]) =>
  JSON.stringify({
    captureData: { endpointInput: side(request.join(',')), endpointOutput: side(answer) },
    eventMetadata: { eventId: 'x', inferenceTime: '2026-01-31T05:30:00Z' },
    eventVersion: '0',
  }),
);

function micros(run: () => void): number {
  let least = Infinity;
  for (let round = 0; round < 7; round++) {
    const before = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, user + system);
  }
  return least / count;
}

const reading = { names, from: -Infinity, to: Infinity };
const parts = {
  'a captured line becomes a row': () => {
    for (const line of lines) capturedRows(line, reading);
  },
  'a row is added to the statistics of its columns': () => {
    const profile = new DataProfile();
    for (const row of rows) profile.add(row);
  },
};
printTable(
  `Statistics of ${count} captured requests of ${columnCount} columns`,
  Object.entries(parts).map(([name, run]) => {
    const each = micros(run);
    return { name, 'µs a row': each.toFixed(1), 'ns a cell': ((each / columnCount) * 1000).toFixed(0) };
  }),
);
