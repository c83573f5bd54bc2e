import { describe, expect, it } from 'vitest';
import { checkParquetColumns } from '../../../src/formats/parquet/check-columns.ts';
import { readFooter } from '../../../src/formats/parquet/read-footer.ts';

/** A Parquet file without columns, of one row group with `rows` rows (less than 64): Thrift's compact protocol by hand. */
function withoutColumns(rows: number): Buffer {
  const count = rows * 2; // zigzag
  const root = [0x48, 4, ...Buffer.from('root'), 0x15, 0, 0]; // name, num_children
  const group = [0x19, 0x0c, 0x16, 0, 0x16, count, 0]; // columns: none; total_byte_size; num_rows
  const metadata = [0x15, 2, 0x19, 0x1c, ...root, 0x16, count, 0x19, 0x1c, ...group, 0]; // version, schema, num_rows, row_groups
  return Buffer.from([...Buffer.from('PAR1'), ...metadata, metadata.length, 0, 0, 0, ...Buffer.from('PAR1')]);
}

describe('checkParquetColumns()', () => {
  it('refuses rows without columns, of which a file of 60 bytes may claim any number', () => {
    const metadata = readFooter(withoutColumns(3));
    expect(metadata.row_groups[0]).toMatchObject({ num_rows: 3n, columns: [] });
    expect(() => checkParquetColumns(metadata)).toThrow('a row group has rows, but no columns');
  });

  it('takes a file without either', () => {
    expect(() => checkParquetColumns(readFooter(withoutColumns(0)))).not.toThrow();
  });
});
