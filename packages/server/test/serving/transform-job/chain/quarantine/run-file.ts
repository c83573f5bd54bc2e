import type { FileFacts } from '../../../../../src/serving/container/file-facts.ts';
import type { Stage } from '../../../../../src/serving/container/stage.ts';
import { StageFailure } from '../../../../../src/serving/invocation/stage-failure.ts';
import { BatchChain } from '../../../../../src/serving/transform-job/chain/batch-chain.ts';
import { inLineExecutor } from '../../../../../src/serving/transform-job/chain/block-executors/in-line.ts';
import { type BlockPlan, rowChecks } from '../../../../../src/serving/transform-job/chain/block-plan.ts';
import { RecordFailure } from '../../../../../src/serving/transform-job/chain/record-failure.ts';
import { runInOrder } from '../../../../../src/serving/transform-job/chain/run-in-order.ts';
import { ObjectFacts } from '../../../../../src/serving/transform-job/records/object-facts.ts';
import type { RecordSource } from '../../../../../src/serving/transform-job/records/record-source.ts';
import { objectStart, RecordTooLargeError } from '../../../../../src/serving/transform-job/records/splitter.ts';
import { lineSplitter } from '../../../../../src/serving/transform-job/records/splitters/line.ts';
import { Semaphore } from '../../../../../src/util/semaphore.ts';
import { transformPlan } from '../../../../support/transform-plan.ts';

export interface FileJob {
  readonly stages: readonly Stage[];
  readonly strategy: BlockPlan['strategy'];
  readonly isQuarantined: boolean;
  readonly blockBytes: number;
  readonly contentType?: string;
  /** Whether native neighbours share columns; default true. */
  readonly fuse?: boolean;
  /** The first record of the file that these lines are of; default the first of them that can be read. */
  readonly firstRecord?: Uint8Array;
}

/** What became of a file: its output and what was set apart, or why it failed. */
export type FileResult =
  | { readonly output: string; readonly rejected: readonly RejectedLine[] }
  | { readonly failure: string };

export interface RejectedLine {
  /** From 1. */
  readonly record: number;
  readonly byte: number;
  readonly reason: string;
}

/** Longer lines are too large. */
export const maxRecordBytes = 2000;

/** Transforms the lines of a file as a job does, in blocks of so many bytes. Rows are counted, and what is set apart leaves nothing. */
export async function runFile(bytes: Buffer, job: FileJob): Promise<FileResult> {
  const { stages, strategy, isQuarantined, blockBytes, contentType = 'text/csv', fuse = true, firstRecord } = job;
  const badRecords = { isQuarantined, placeholder: '', maxRejectedShare: 1, checkRows: true };
  const plan: BlockPlan = {
    splitType: 'Line',
    strategy,
    assembleWith: 'Line',
    contentType,
    accept: 'text/csv',
    badRecords,
    isUnlimited: false,
  };
  const signal = new AbortController().signal;
  const chain = new BatchChain(stages, {
    chain: { fuse },
    timeoutMs: 60_000,
    maxRetries: 0,
    recoveryMs: 10_000,
    slots: new Semaphore(4),
    signal,
    checkRows: rowChecks(plan),
  });
  const executor = inLineExecutor(chain, { plan, depth: 3, close: () => Promise.resolve() });
  const limits = { blockBytes, maxRecordBytes, skipOversized: isQuarantined };
  const source: RecordSource = {
    hasByteOffsets: true,
    origin: objectStart,
    blocks: (start, within) => lineSplitter.blocks(chunks(bytes), within, start),
  };
  const facts = new ObjectFacts(
    source,
    transformPlan({ input: { ContentType: contentType } }),
    executor.needsFirstRecord,
  );
  const blocks = facts.blocks(objectStart, limits, signal);
  const output: Buffer[] = [];
  const rejected: RejectedLine[] = [];
  let at = { record: 0, byte: 0 };
  try {
    for await (const { result, size } of runInOrder(blocks, executor, {
      share: () => 2,
      originOf: (byte) => ({ file: ofFile(facts.at(objectStart, byte), firstRecord) }),
    })) {
      output.push(result.output);
      for (const { record, byte, failure } of result.rejected)
        rejected.push({ record: at.record + record + 1, byte: at.byte + byte, reason: failure.body });
      at = { record: at.record + result.recordCount, byte: at.byte + size };
    }
  } catch (error) {
    const isOfRecords =
      error instanceof RecordFailure || error instanceof RecordTooLargeError || error instanceof StageFailure;
    if (!isOfRecords) throw error;
    return { failure: error.message };
  }
  return { output: Buffer.concat(output).toString(), rejected };
}

/** The facts with another first record, where one counts. */
function ofFile(facts: FileFacts | undefined, firstRecord: Uint8Array | undefined): FileFacts | undefined {
  return facts?.firstRecord === undefined || firstRecord === undefined ? facts : { ...facts, firstRecord };
}

async function* chunks(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += 997) yield await Promise.resolve(bytes.subarray(at, at + 997));
}
