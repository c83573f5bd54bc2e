import type { Readable } from 'node:stream';
import type { OutputJournal } from '../../platform/storage/object-output.ts';
import type { ObjectStore } from '../../platform/storage/object-store.ts';
import { isObject } from '../../util/is-object.ts';
import { ObjectOutputs } from '../transform-job/outputs/object-outputs.ts';
import { ownColumns } from '../transform-job/outputs/record-sinks/shared-columns.ts';
import type { TransformPlan } from '../transform-job/plan/transform-plan.ts';
import type { ObjectResult } from './object-task.ts';

/** Where what the parts of an object came to is put together. */
export interface JoinContext {
  readonly plan: TransformPlan;
  readonly store: ObjectStore;
  readonly journal: (bucket: string, key: string) => OutputJournal;
}

/** A part that is done. */
export interface DonePart {
  readonly result: ObjectResult;
  readonly output: () => Promise<Readable>;
  /** Of records that were set apart. */
  readonly rejected: () => Promise<Readable>;
}

/** Most characters of a line about a record that was set apart: its bytes, at most 64 KiB of them, and what is said of it. */
const maxLineLength = 4 * 1024 ** 2;

/** Publishes the outputs of parts, in their order, as those of one object. */
export async function joinParts(
  relativePath: string,
  parts: readonly DonePart[],
  { plan, store, journal }: JoinContext,
): Promise<void> {
  const hasRejects = plan.badRecords.isQuarantined;
  const of = { store, plan: plan.output, relativePath, hasRejects, journal, columns: ownColumns() };
  const outputs = await ObjectOutputs.open(of, {});
  try {
    for (const part of parts)
      for await (const chunk of (await part.output()) as AsyncIterable<Buffer>) await outputs.append(chunk);
    let before = { records: 0, lines: 0 };
    for (const [at, { result, rejected }] of parts.entries()) {
      // Parts behind the first one count from 1: see `ObjectPart`.
      const from = at === 0 ? before : { records: before.records - 1, lines: before.lines - 1 };
      if (result.rejected > 0)
        for await (const lines of renumbered(await rejected(), from)) await outputs.reject(lines);
      before = { records: before.records + result.records, lines: before.lines + (result.lineCount ?? 0) };
    }
    await outputs.finish();
    await outputs.seal();
    await outputs.publish();
  } catch (error) {
    await outputs.abort();
    throw error;
  } finally {
    await outputs.close();
  }
}

/** Lines about records of a part, whose numbers count from those before it. */
async function* renumbered(
  source: Readable,
  before: { readonly records: number; readonly lines: number },
): AsyncGenerator<Buffer> {
  let rest = '';
  for await (const chunk of source.setEncoding('utf8') as AsyncIterable<string>) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > maxLineLength) throw new Error('A line about a record that was set apart has no end.');
    if (lines.length > 0) yield Buffer.from(lines.map((line) => `${renumber(line, before)}\n`).join(''));
  }
}

/** Members keep their order. */
function renumber(line: string, { records, lines }: { readonly records: number; readonly lines: number }): string {
  const read: unknown = JSON.parse(line);
  if (!isObject(read)) return line;
  if (typeof read.record === 'number') read.record += records;
  if (typeof read.line === 'number') read.line += lines;
  return JSON.stringify(read);
}
