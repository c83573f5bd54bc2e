import type { ObjectStore } from '../../../platform/storage/object-store.ts';
import type { TransformPlan } from '../../../serving/transform-job/plan/transform-plan.ts';
import type { InputObject } from '../../../serving/transform-job/records/input-objects.ts';
import { openRecordSource } from '../../../serving/transform-job/records/record-sources.ts';
import { objectStart, type RecordPosition } from '../../../serving/transform-job/records/splitter.ts';
import { splitters } from '../../../serving/transform-job/records/splitters.ts';

const blockBytes = 1024 ** 2;

/** The position of a part with the records and lines that come before it, which are counted. */
export async function countedPosition(
  { byte }: RecordPosition,
  object: InputObject,
  { plan, store }: { readonly plan: TransformPlan; readonly store: ObjectStore },
): Promise<RecordPosition> {
  const { format } = plan.input;
  const source = await openRecordSource(object, plan.input, store);
  let position = { byte, record: 0, line: 0 };
  let left = byte;
  const limits = { blockBytes, maxRecordBytes: Number.POSITIVE_INFINITY };
  const splitter = splitters[format.splitType];
  for await (const block of source.blocks(objectStart, limits, new AbortController().signal)) {
    if (left <= 0 || !Buffer.isBuffer(block)) break;
    const { recordCount, lineCount } = splitter.whole(block.subarray(0, left));
    position = { byte, record: position.record + recordCount, line: position.line + lineCount };
    left -= block.length;
  }
  return position;
}
