import type { ReadableObjects } from '../../../platform/storage/object-store.ts';
import type { SplitterName } from '../plan/split-type.ts';
import type { InputPlan } from '../plan/transform-plan.ts';
import type { InputObject } from './input-objects.ts';
import type { RecordSource } from './record-source.ts';
import { csvSource } from './record-sources/csv-source.ts';
import { objectBytes, type SourceContext } from './record-sources/object-bytes.ts';
import { objectStart } from './splitter.ts';
import { splitters } from './splitters.ts';

/** The records of an object, as the plan of its job has them. The reader of Parquet is loaded for a job that needs it. */
export async function openRecordSource(
  object: InputObject,
  { format, compression }: Pick<InputPlan, 'format' | 'compression'>,
  store: ReadableObjects,
): Promise<RecordSource> {
  const context = { object, compression, store };
  switch (format.kind) {
    case 'split':
      return splitSource(context, format.splitType);
    case 'csv':
      return csvSource(context, format);
    case 'parquet':
      return (await import('./record-sources/parquet-source.ts')).parquetSource(context, format);
  }
}

/** Bytes as they are stored, or as gzip gives them, cut by the splitter of the job's SplitType. */
function splitSource(context: SourceContext, splitType: SplitterName): RecordSource {
  const splitter = splitters[splitType];
  return {
    hasByteOffsets: true,
    origin: objectStart,
    blocks: (start, limits, signal) => splitter.blocks(objectBytes(context, start.byte, signal), limits, start),
  };
}
