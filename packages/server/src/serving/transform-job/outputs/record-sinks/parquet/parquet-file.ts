import { defined, present } from '@catenary/scoring/internal/values';
import type { RowGroup, SchemaElement } from 'hyparquet';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import type { OutputColumn } from './answer-rows.ts';
import { columnType } from './column-types.ts';

/**
 * The bytes of a Parquet file, one row group after the other, and its footer. What the footer is to say of the groups
 * is plain data, from which a file can be resumed. Equal rows in equal groups are equal bytes.
 */
export class ParquetFile {
  readonly #groups: RowGroup[];
  #length: number;

  /** `groups` and `length`: of the file that was begun. */
  constructor(groups: readonly RowGroup[] = [], length = 0) {
    this.#groups = [...groups];
    this.#length = length;
  }

  get groups(): readonly RowGroup[] {
    return this.#groups;
  }

  /** Bytes of one more group; `values` by column, null for none. */
  group(columns: readonly OutputColumn[], values: readonly unknown[][]): Uint8Array {
    const { writer, bytes } = this.#open(columns);
    const columnData = columns.map(({ name, type }, at) => ({
      name,
      data: defined(values[at]),
      // Bounds of texts may be long, and all bounds are part of every checkpoint.
      statistics: type !== 'text' && !type.startsWith('decimal'),
      offsetIndex: false,
      // A dictionary of the writer takes both zeros for one value.
      ...present({
        encoding: values[at]?.some((value) => Object.is(value, -0)) === true ? ('PLAIN' as const) : undefined,
      }),
    }));
    void writer.write({ columnData, rowGroupSize: Math.max(1, values[0]?.length ?? 0) });
    this.#groups.push(...writer.row_groups.slice(this.#groups.length));
    return this.#take(bytes);
  }

  /** What ends the file. */
  footer(columns: readonly OutputColumn[]): Uint8Array {
    const { writer, bytes } = this.#open(columns);
    void writer.finish();
    return this.#take(bytes);
  }

  #open(columns: readonly OutputColumn[]) {
    const bytes = new ByteWriter(1024 * 1024);
    const writer = new ParquetWriter({ writer: bytes, schema: schemaOf(columns), createdBy: 'catenary' });
    // It writes the file's first four bytes: they are there already in one that was begun.
    if (this.#length > 0) {
      bytes.index = 0;
      bytes.offset = this.#length;
    }
    writer.row_groups.push(...this.#groups);
    writer.num_rows = this.#groups.reduce((sum, group) => sum + group.num_rows, 0n);
    return { writer, bytes };
  }

  #take(bytes: ByteWriter): Uint8Array {
    this.#length = bytes.offset;
    return bytes.getBytes();
  }
}

function schemaOf(columns: readonly OutputColumn[]): SchemaElement[] {
  const leaves = columns.map(
    ({ name, type }): SchemaElement => ({ name, repetition_type: 'OPTIONAL', ...columnType(type).element }),
  );
  return [{ name: 'schema', num_children: columns.length }, ...leaves];
}
