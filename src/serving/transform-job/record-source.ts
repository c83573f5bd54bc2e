import type { ObjectStore } from '../../platform/storage/object-store.ts';
import type { InputObject } from './input-objects.ts';
import { readInputFormat } from './input-format.ts';
import { csvSource } from './record-sources/csv-source.ts';
import { objectBytes, type SourceContext } from './record-sources/object-bytes.ts';
import { parquetSource } from './record-sources/parquet-source.ts';
import { objectStart, type OversizedRecord, type RecordPosition, type SplitLimits } from './splitter.ts';
import { splitters } from './splitters.ts';
import type { TransformRequest } from './transform-request.ts';

/**
 * The records of one object, as blocks that the splitter of the job's input format takes apart.
 *
 * A source of bytes fetches the object, undoes its compression and lets its splitter cut it. A source that writes records
 * anew (CSV of another dialect, a columnar file) gives them as the lines that the chain's first container is to read; its
 * positions count records only. Whatever it is, it can begin again at the end of any block that it gave
 * before, and then gives the same blocks: that is all a checkpoint needs of it.
 */
export interface RecordSource {
  /** Whether `RecordPosition.byte` means something to who looks for a record in the object. */
  readonly hasByteOffsets: boolean;
  /** What stands before the first record (a header line): positions count from there. Known with the first block. */
  readonly origin: Pick<RecordPosition, 'byte' | 'line'>;
  /**
   * Blocks from a position on. Rejects with `FormatError`, `RecordTooLargeError`, or `ObjectStoreError`
   * (PreconditionFailed if the object is no longer the one that was listed).
   */
  blocks(start: RecordPosition, limits: SplitLimits, signal: AbortSignal): AsyncIterable<Buffer | OversizedRecord>;
}

/** How a job's input is read, by what its request says. */
export function openRecordSource(object: InputObject, request: TransformRequest, store: ObjectStore): RecordSource {
  const format = readInputFormat(request);
  const context = { object, request, store };
  if (format.kind === 'csv') return csvSource(context, format);
  if (format.kind === 'parquet') return parquetSource(context, format);
  return splitSource(context, format.splitType);
}

/** Bytes as they are stored, or as gzip gives them, cut by the splitter of the job's SplitType. */
function splitSource(context: SourceContext, splitType: string): RecordSource {
  const splitter = splitters[splitType];
  if (splitter === undefined) throw new Error(`no splitter for ${splitType}`);
  return {
    hasByteOffsets: true,
    origin: objectStart,
    blocks: (start, limits, signal) => splitter.blocks(objectBytes(context, start.byte, signal), limits, start),
  };
}
