import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { describe, expect, it } from 'vitest';
import { PackedTexts } from '../../../src/frame/packed-texts.ts';
import { readTextColumn, type TextCell, textColumns } from '../../../src/spark/from-spark-save/text-columns.ts';

const folder = resolve(import.meta.dirname, '../../../../../test/golden/spark/text-lists');
const files = readdirSync(folder).filter((name) => name !== 'holes.parquet');

function read(name: string): { bytes: Uint8Array; file: ArrayBuffer } {
  const bytes = new Uint8Array(readFileSync(join(folder, name)));
  return { bytes, file: bytes.buffer };
}

const unpacked = (cell: TextCell) =>
  cell instanceof PackedTexts ? cell.toArray() : (cell?.map((list) => list.toArray()) ?? null);

describe('readTextColumn()', () => {
  it('has files of each shape and form', () => expect(files).toHaveLength(18));

  it.each(files)('reads %s as hyparquet does', async (name) => {
    const { bytes, file } = read(name);
    const metadata = parquetMetadata(file);
    const rows = await parquetReadObjects({ file, metadata, compressors });
    expect(readTextColumn(bytes, metadata, 'words').map(unpacked)).toEqual(rows.map((row) => row['words'] ?? null));
  });

  it('refuses a list that holds a null', () => {
    const { bytes, file } = read('holes.parquet');
    expect(() => readTextColumn(bytes, parquetMetadata(file), 'words')).toThrow('a list of texts holds a null');
  });

  it('with bytes changed at random ends in cells or an Error', () => {
    const whole = new Map(files.map((name) => [name, read(name)] as const));
    const change = fc.record({ name: fc.constantFrom(...files), at: fc.nat(20_000), byte: fc.nat(255) });
    fc.assert(
      fc.property(change, ({ name, at, byte }) => {
        const { bytes, file } = whole.get(name) as ReturnType<typeof read>;
        const metadata = parquetMetadata(file);
        const broken = bytes.slice();
        broken[at % broken.length] = byte;
        try {
          expect(Array.isArray(readTextColumn(broken, metadata, 'words'))).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
          expect(error).not.toBeInstanceOf(TypeError);
        }
      }),
      { numRuns: 400 },
    );
  });
});

describe('textColumns()', () => {
  it('leaves short lists and other columns to hyparquet', () => {
    const metadata = parquetMetadata(read('flat-plain.parquet').file);
    const columns = metadata.row_groups.flatMap((group) =>
      group.columns.flatMap(({ meta_data: column }) => column ?? []),
    );
    expect(columns.filter(textColumns(metadata))).toEqual([]);
    expect(columns.filter(textColumns(metadata, 100)).map((column) => column.path_in_schema[0])).toEqual(['words']);
  });
});
