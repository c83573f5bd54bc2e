import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { cellForm } from '../../packages/server/src/serving/transform-job/records/record-sources/parquet/cell-form.ts';

/** As transform jobs hand the rows of a Parquet file on: an object a line. */
export async function parquetLines(bytes: Uint8Array): Promise<string[]> {
  const buffer = Uint8Array.from(bytes).buffer;
  const objects = await parquetReadObjects({
    file: { byteLength: buffer.byteLength, slice: (start, end) => buffer.slice(start, end) },
  });
  // The names of an object need not have the order of the file's columns: `10` comes before others.
  const names = parquetMetadata(buffer)
    .schema.slice(1)
    .map(({ name }) => name);
  const { none, text } = cellForm({ line: 'json', isSingle: names.length === 1, quotesTexts: false });
  const cell = (value: unknown) => (value === null || value === undefined ? none : text(value));
  const write = (row: Record<string, unknown>) =>
    `{${names.map((name) => `${JSON.stringify(name)}:${cell(row[name])}`).join(',')}}`;
  return objects.map(write);
}
