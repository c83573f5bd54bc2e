import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inputOf, openSource, recordsOf } from './source-blocks.ts';

/** Where more files than are kept may be found, made by the same script. */
const folder =
  process.env['CATENARY_CSV_DIALECTS'] ?? join(import.meta.dirname, '../../../../../../../test/golden/csv-dialects');
const names = readdirSync(folder).filter((name) => name.endsWith('.csv'));

interface Told {
  readonly delimiter: string;
  readonly quote: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const cell = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const line = (cells: readonly string[]) => cells.map(cell).join(',');

describe("CSV that Python's csv module wrote", () => {
  it.each(names)('gives its rows: %s', async (name) => {
    const bytes = readFileSync(join(folder, name));
    const told = JSON.parse(readFileSync(join(folder, name.replace('.csv', '.json')), 'utf8')) as Told;
    const dialect = {
      CATENARY_BATCH_CSV_HEADER: 'on',
      CATENARY_BATCH_CSV_QUOTED_NEWLINES: 'on',
      CATENARY_BATCH_CSV_QUOTE: told.quote,
      CATENARY_BATCH_CSV_DELIMITER: told.delimiter === '\t' ? 'tab' : told.delimiter,
    };
    const backwards = told.header.toReversed();
    const opened = await openSource(bytes, inputOf({ ...dialect, CATENARY_BATCH_COLUMNS: line(backwards) }));
    expect(recordsOf(await opened.all(), opened.splitter)).toEqual(told.rows.map((row) => line(row.toReversed())));
  });
});
