import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openObjectStore } from '../../../../../src/platform/storage/open-object-store.ts';
import type { InputPlan } from '../../../../../src/serving/transform-job/plan/transform-plan.ts';
import { openRecordSource } from '../../../../../src/serving/transform-job/records/record-sources.ts';
import {
  type OversizedRecord,
  objectStart,
  type RecordPosition,
  type Splitter,
} from '../../../../../src/serving/transform-job/records/splitter.ts';
import { splitters } from '../../../../../src/serving/transform-job/records/splitters.ts';
import { transformPlan } from '../../../../support/transform-plan.ts';

/** The plan of a job over one object, with these variables. */
export function inputOf(Environment: Record<string, string>, input: object = {}): InputPlan {
  return transformPlan({ Environment, input }).input;
}

/** A source over these bytes: its blocks from the start, and what a job that continues at the end of each would get. */
export async function openSource(bytes: Buffer, input: InputPlan, key = 'in') {
  const folder = mkdtempSync(join(tmpdir(), 'catenary-source-'));
  const store = await openObjectStore(folder, [], false);
  onTestFinished(async () => {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });
  await store.createBucket('bbb');
  const { size, etag } = await store.putObject({ bucket: 'bbb', key }, bytes);
  const source = await openRecordSource({ bucket: 'bbb', key, relativePath: key, size, etag }, input, store);
  const splitter = splitters[input.format.splitType];
  const signal = new AbortController().signal;
  const from = async (start: RecordPosition, limits = {}) => {
    const blocks: (Buffer | OversizedRecord)[] = [];
    const sizes = { blockBytes: 40, maxRecordBytes: 1000, ...limits };
    for await (const block of source.blocks(start, sizes, signal)) blocks.push(block);
    return blocks;
  };
  /** As a job counts it. */
  const after = (at: RecordPosition, block: Buffer | OversizedRecord): RecordPosition => {
    if (!Buffer.isBuffer(block)) return { byte: at.byte + block.size, record: at.record + 1, line: at.line + 1 };
    const { recordCount, lineCount } = splitter.whole(block);
    return { byte: at.byte + block.length, record: at.record + recordCount, line: at.line + lineCount };
  };
  return { source, splitter, from, after, all: (limits = {}) => from(objectStart, limits), store };
}

export type OpenedSource = Awaited<ReturnType<typeof openSource>>;

/** The records of all blocks as texts; of a refused one why it is. */
export function recordsOf(blocks: readonly (Buffer | OversizedRecord)[], splitter: Splitter): string[] {
  return blocks.flatMap((block) =>
    Buffer.isBuffer(block)
      ? splitter.records(block).map(({ body }) => String(body))
      : [`! ${block.problem ?? 'large'}`],
  );
}
