import type { ReadableObjects } from '../../platform/storage/object-store.ts';
import { isMediaTypeOfLines } from '../container/media-type-of-lines.ts';
import type { TransformPlan } from '../transform-job/plan/transform-plan.ts';
import type { InputObject } from '../transform-job/records/input-objects.ts';
import { isGzip } from '../transform-job/records/is-gzip.ts';
import { objectBytes } from '../transform-job/records/record-sources/object-bytes.ts';
import { objectStart } from '../transform-job/records/splitter.ts';
import type { ObjectPart } from './object-task.ts';

/** What parts are found in. */
export interface DivideContext {
  readonly plan: TransformPlan;
  readonly store: ReadableObjects;
  /** Of a part, about. */
  readonly partBytes: number;
  readonly signal: AbortSignal;
}

/** A line that is longer is not looked to its end. */
const maxLineBytes = 64 * 1024 ** 2;

/** Why an object of any size is one task; undefined if it can be divided. */
export function whyWhole({ input, output, batching, stamp }: TransformPlan, { key }: InputObject): string | undefined {
  const { format, compression, contentType = '' } = input;
  if (format.kind === 'parquet') return 'it is Parquet';
  if (format.splitType === 'QuotedLine') return 'its lines may break in quotes';
  if (format.splitType !== 'Line') return `SplitType is ${format.splitType}`;
  if (format.kind === 'csv' && (format.delimiter !== ',' || format.quote !== '"' || format.columns !== undefined))
    return 'its CSV is written anew';
  if (isGzip(key, compression)) return 'it is compressed';
  if (output.format.kind !== 'plain' || output.assembleWith !== 'Line') return 'answers are not put together by lines';
  if (stamp !== undefined) return 'its records get ids';
  const areLines =
    batching.isDivisible || (isMediaTypeOfLines(contentType) && isMediaTypeOfLines(output.accept ?? contentType));
  return areLines || batching.strategy === 'SINGLE_RECORD'
    ? undefined
    : 'answers may be other than a line for each record';
}

/** The parts of an object that can be divided, in their order; one if it is small. Memory: a chunk. */
export async function divideObject(object: InputObject, context: DivideContext): Promise<readonly ObjectPart[]> {
  const { plan, partBytes } = context;
  const { format } = plan.input;
  const hasHeader = format.kind === 'csv' && format.hasHeader;
  const origin = hasHeader ? await lineEnd(object, 0, context) : 0;
  const starts: number[] = [];
  // The last part is at least half of one.
  for (let from = partBytes; origin !== undefined && from < object.size - partBytes / 2; ) {
    const start = await lineEnd(object, Math.max(from, origin), context);
    if (start === undefined || start >= object.size) break;
    starts.push(start);
    from = start + partBytes;
  }
  const positions = starts.map((start) => ({ byte: start - (origin ?? 0), record: 1, line: 1 }));
  return [objectStart, ...positions].map((position, at) => ({ position, end: starts[at] ?? object.size }));
}

/** The byte behind the first line end from a byte on; undefined if there is none near. */
async function lineEnd(
  object: InputObject,
  from: number,
  { store, plan, signal }: DivideContext,
): Promise<number | undefined> {
  let at = from;
  for await (const chunk of objectBytes({ object, compression: plan.input.compression, store }, from, signal)) {
    const found = chunk.indexOf(10);
    if (found >= 0) return at + found + 1;
    at += chunk.length;
    if (at - from > maxLineBytes) return undefined;
  }
  return undefined;
}
