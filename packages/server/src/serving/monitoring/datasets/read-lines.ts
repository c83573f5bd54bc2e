import { describeObjectError } from '../../transform-job/describe-object-error.ts';
import type { InputObject } from '../../transform-job/records/input-objects.ts';
import { openRecordSource } from '../../transform-job/records/record-sources.ts';
import { objectStart } from '../../transform-job/records/splitter.ts';
import { splitters } from '../../transform-job/records/splitters.ts';
import type { DatasetReading } from './read-dataset.ts';
import { datasetLimits } from './read-dataset.ts';

/** The lines of an object, unpacked if its name ends in `.gz`. Throws `ObjectFailure` for an object that cannot be read. */
export async function* readLines(
  object: InputObject,
  { store, signal }: Pick<DatasetReading, 'store' | 'signal'>,
): AsyncGenerator<string> {
  let done = 0;
  try {
    const format = { kind: 'split', splitType: 'Line' } as const;
    const source = await openRecordSource(object, { format, compression: 'by-name' }, store);
    for await (const block of source.blocks(objectStart, datasetLimits, signal)) {
      if (!Buffer.isBuffer(block)) continue;
      for (const { body } of splitters.Line.records(block)) {
        yield body.toString();
        done++;
      }
    }
  } catch (error) {
    throw describeObjectError(error, { object, done });
  }
}
