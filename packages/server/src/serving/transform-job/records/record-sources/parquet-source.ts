import { present } from '@catenary/scoring/internal/values';
import { ObjectStoreError } from '../../../../platform/storage/object-store-error.ts';
import type { FileColumn } from '../../../container/file-facts.ts';
import type { ParquetFormat } from '../../plan/input-format.ts';
import { partitionValues } from '../partition-values.ts';
import type { RecordSource } from '../record-source.ts';
import { FormatError, objectStart } from '../splitter.ts';
import type { SourceContext } from './object-bytes.ts';
import type { ParquetColumn } from './parquet/parquet-columns.ts';
import { openParquet, openRowGroup, type ParquetTable } from './parquet/parquet-table.ts';
import { type RowBatch, RowBlocks } from './parquet/row-blocks.ts';

/**
 * The rows of a Parquet file, each a line of CSV or JSON. The bytes of one row group are held at a time, and of each of
 * its columns one page unpacked; a job continues at a row.
 */
export function parquetSource(context: SourceContext, format: ParquetFormat): RecordSource {
  const wanted = { columns: format.columns, constants: partitionValues(context.object.key) };
  let columns: readonly FileColumn[] | undefined;
  return {
    hasByteOffsets: false,
    origin: objectStart,
    get columns() {
      return columns;
    },
    async *blocks(start, limits, signal) {
      const table = await guard(() => openParquet(rangeReader(context, signal), context.object.size, wanted));
      columns = table.columns.map(factsOf);
      const names = table.columns.map(({ name }) => name);
      const blocks = new RowBlocks(format.line, names, limits);
      for await (const batch of rowsOf(table, format, start.record)) yield* blocks.push(batch);
      const last = blocks.finish();
      if (last !== undefined) yield last;
    },
  };
}

/** A column from the name of a folder may be empty there. */
function factsOf({ name, isBoolean, isText, constant }: ParquetColumn): FileColumn {
  const isNoText = isText !== true && typeof constant !== 'string' ? true : undefined;
  return { name, ...present({ isBoolean, isNoText }) };
}

/** The rows after the first `done`, in batches as far as every column has them in one page. */
async function* rowsOf(
  table: ParquetTable,
  { line, quotesTexts = false }: ParquetFormat,
  done: number,
): AsyncGenerator<RowBatch> {
  let before = 0;
  for (const group of table.groups) {
    const { rowCount } = group;
    const first = Math.max(0, done - before);
    before += rowCount;
    if (first >= rowCount) continue;
    const columns = await guard(() => openRowGroup(table, group, { line, quotesTexts }));
    for (const column of columns) column.skip(first);
    for (let row = first; row < rowCount; ) {
      const next = columns.map((column) => column.peek());
      const count = next.reduce((least, column) => Math.min(least, column.count), rowCount - row);
      yield { columns: next.map(({ cells }) => cells), count };
      for (const column of columns) column.skip(count);
      row += count;
    }
  }
}

/** Reads a part of the object as it was listed. */
function rangeReader({ object, store }: SourceContext, signal: AbortSignal) {
  return async (first: number, end: number): Promise<Buffer> => {
    const { bucket, key, etag } = object;
    const found = await store.getObject(
      { bucket, key },
      {
        onlyIfEtag: etag,
        range: () => ({ first, last: end - 1 }),
      },
    );
    if (found === undefined) throw new FormatError('The object is gone.');
    const { body } = found;
    const destroy = () => body.destroy(new Error('The job was stopped.'));
    signal.addEventListener('abort', destroy, { once: true });
    try {
      // Of its own memory: a damaged page may say that it continues behind its end.
      const bytes = Buffer.allocUnsafeSlow(end - first);
      let length = 0;
      for await (const chunk of body as AsyncIterable<Buffer>) length += chunk.copy(bytes, length);
      return bytes.subarray(0, length);
    } catch (error) {
      throw new ReadError(error);
    } finally {
      signal.removeEventListener('abort', destroy);
      body.destroy();
    }
  };
}

/** Reading failed, not what was read. */
class ReadError extends Error {
  constructor(cause: unknown) {
    super((cause as Error).message, { cause });
  }
}

/** What a library says about broken bytes is an error of the format; what the store says stays what it is. */
async function guard<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ReadError) throw error.cause;
    if (error instanceof FormatError || error instanceof ObjectStoreError) throw error;
    throw new FormatError(`The object is not Parquet, or it is damaged: ${(error as Error).message}`, { cause: error });
  }
}
