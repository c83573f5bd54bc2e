import { defined, present } from '@catenary/scoring/internal/values';
import type { ColumnChunk, RowGroup, SchemaElement } from 'hyparquet';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import type { ColumnTypeName } from '../../../plan/column-type-name.ts';
import type { OutputColumn, SettledColumn } from '../shared-columns.ts';
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
    const written = columns.map(({ name, type }, at) => writtenColumn(name, type, defined(values[at])));
    const { writer, bytes } = this.#open(written);
    void writer.write({
      columnData: written.map(({ columnData }) => columnData),
      rowGroupSize: Math.max(1, values[0]?.length ?? 0),
    });
    this.#groups.push(...writer.row_groups.slice(this.#groups.length));
    return this.#take(bytes);
  }

  /** What ends the file. It says the types of chunks without values, too: their bytes are the same for every type. */
  footer(columns: readonly SettledColumn[]): Uint8Array {
    const { writer, bytes } = this.#open(columns);
    writer.row_groups = this.#groups.map((group) => ({
      ...group,
      columns: group.columns.map((chunk, at) => withType(chunk, defined(columns[at]).type)),
    }));
    void writer.finish();
    return this.#take(bytes);
  }

  #open(columns: readonly SettledColumn[]) {
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

function schemaOf(columns: readonly SettledColumn[]): SchemaElement[] {
  const leaves = columns.map(
    ({ name, type }): SchemaElement => ({ name, repetition_type: 'OPTIONAL', ...columnType(type).element }),
  );
  return [{ name: 'schema', num_children: columns.length }, ...leaves];
}

/** Bounds of texts may be long, and all bounds are part of every checkpoint. */
const hasStatistics = (type: ColumnTypeName) => type !== 'text' && !type.startsWith('decimal');

/**
 * A column as it is written in one group. One without values is written as if it were text, whether or not its type is
 * known by then: that depends on other objects, and the bytes must not.
 */
function writtenColumn(name: string, type: ColumnTypeName | undefined, data: unknown[]) {
  const isEmpty = type === undefined || data.every((value) => value === null);
  // A dictionary of the writer takes both zeros for one value.
  const isPlain = isEmpty || data.some((value) => Object.is(value, -0));
  const columnData = {
    name,
    data,
    statistics: isEmpty || hasStatistics(type),
    offsetIndex: false,
    ...present({ encoding: isPlain ? ('PLAIN' as const) : undefined }),
  };
  return { name, type: isEmpty ? ('text' as const) : type, columnData };
}

/** A chunk without values as it is described where its column has this type; any other chunk has it already. */
function withType(chunk: ColumnChunk, name: ColumnTypeName): ColumnChunk {
  const { meta_data: meta } = chunk;
  const { type } = columnType(name).element;
  if (meta === undefined || type === undefined || meta.statistics?.null_count !== meta.num_values) return chunk;
  const { statistics, encoding_stats: encodings, ...rest } = meta;
  if (!hasStatistics(name)) return { ...chunk, meta_data: { ...rest, type } };
  const counts = type === 'DOUBLE' || type === 'FLOAT' ? { ...statistics, nan_count: 0n } : statistics;
  return { ...chunk, meta_data: { ...rest, type, ...present({ statistics: counts, encoding_stats: encodings }) } };
}
