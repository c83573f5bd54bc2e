import { own } from '@catenary/scoring/internal/names';
import type { ObjectStore } from '../../platform/storage/object-store.ts';
import type { InputObject } from './input-objects.ts';
import { readInputFormat } from './input-format.ts';
import type { RecordSource } from './record-source.ts';
import { csvSource } from './record-sources/csv-source.ts';
import { objectBytes, type SourceContext } from './record-sources/object-bytes.ts';
import { parquetSource } from './record-sources/parquet-source.ts';
import { objectStart } from './splitter.ts';
import { splitters } from './splitters.ts';
import type { TransformRequest } from '../records/transform-request.ts';

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
  const splitter = own(splitters, splitType);
  if (splitter === undefined) throw new Error(`no splitter for ${splitType}`);
  return {
    hasByteOffsets: true,
    origin: objectStart,
    blocks: (start, limits, signal) => splitter.blocks(objectBytes(context, start.byte, signal), limits, start),
  };
}
