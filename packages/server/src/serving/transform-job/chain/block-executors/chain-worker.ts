import { parentPort, workerData } from 'node:worker_threads';
import { Semaphore } from '../../../../util/semaphore.ts';
import type { ExecutionParameters } from '../../../container/execution-parameters.ts';
import { launchNativeStage } from '../../../container/in-process/launch-native-stage.ts';
import type { NativeStageDefinition } from '../../../container/in-process/native-stage-definition.ts';
import { StartFailure, startEach } from '../../../container/launch-stages.ts';
import type { Stage } from '../../../container/stage.ts';
import { BatchChain } from '../batch-chain.ts';
import type { BlockOrigin } from '../block-origin.ts';
import { type BlockPlan, rowChecks } from '../block-plan.ts';
import { type BlockWork, blockWork } from '../block-work.ts';
import { ChainError } from '../chain-error.ts';
import { type FailureDetail, RecordFailure } from '../record-failure.ts';
import { type BlockResult, transformBlock } from '../transform-block.ts';

/** What a thread is given once, when it starts: plain data, so that it can be copied there. */
export interface WorkerChain {
  readonly containers: readonly NativeStageDefinition[];
  readonly fuse: boolean;
}

/** What blocks of records are to be turned into output by. It comes before the first of them. */
export interface WorkerPlan {
  readonly plan: BlockPlan;
}

/** One block of records. */
export interface WorkerTask {
  readonly id: number;
  readonly block: Uint8Array;
  readonly origin: BlockOrigin;
}

/** A thread's first message: what the first container wishes for, or which ones did not start. */
export type WorkerStart =
  | { readonly wishes: ExecutionParameters | undefined }
  | { readonly startFailures: StartFailure['failures'] };

/**
 * What became of a task: its part of the output, the record that fails the object, what the chain is to blame for, or
 * an error of ours.
 */
export type WorkerAnswer = { readonly id: number } & (
  | { readonly result: WorkerResult }
  | { readonly failure: { readonly record: number | undefined; readonly detail: FailureDetail } }
  | { readonly chainError: string }
  | { readonly error: unknown }
);

export type WorkerResult = Omit<BlockResult, 'output'> & {
  readonly output: Uint8Array;
  /** What the block lay in, to be used again. */
  readonly memory: ArrayBuffer;
};

const { containers, fuse } = workerData as WorkerChain;
const started = startEach(containers, launchNativeStage);
const port = parentPort as NonNullable<typeof parentPort>;
started.then(reportStart, reportFailure);

/** One block after the other: an answer is sent before the next one is begun. */
let before: Promise<void> = Promise.resolve();
let work: Promise<BlockWork> | undefined;
port.on('message', (message: WorkerPlan | WorkerTask) => {
  if ('plan' in message) {
    work = started.then((stages) => build(stages, message.plan));
    work.catch(() => undefined); // seen by the blocks that wait for it
  } else before = before.then(() => answer(message));
});

async function reportStart([first]: readonly Stage[]): Promise<void> {
  const wishes = await first?.executionParameters(new AbortController().signal);
  port.postMessage({ wishes } satisfies WorkerStart);
}

// A class of error does not cross to another thread.
function reportFailure(error: unknown): void {
  if (!(error instanceof StartFailure)) throw error;
  port.postMessage({ startFailures: error.failures } satisfies WorkerStart);
}

async function answer({ id, block, origin }: WorkerTask): Promise<void> {
  const memory = block.buffer as ArrayBuffer;
  const body = Buffer.from(memory, block.byteOffset, block.byteLength);
  try {
    if (work === undefined) throw new Error('a block has come before its plan');
    handOver(id, await transformBlock(await work, body, origin), memory);
  } catch (error) {
    port.postMessage({ id, ...describe(error) } satisfies WorkerAnswer);
  }
}

function describe(error: unknown) {
  if (error instanceof RecordFailure) return { failure: { record: error.record, detail: error.detail } };
  return error instanceof ChainError ? { chainError: error.message } : { error };
}

function build(stages: readonly Stage[], plan: BlockPlan): BlockWork {
  const chain = new BatchChain(stages, {
    chain: { fuse, maxIntermediateBytes: Infinity },
    timeoutMs: Infinity,
    maxRetries: 0,
    recoveryMs: 0,
    slots: new Semaphore(1),
    signal: new AbortController().signal,
    checkRows: rowChecks(plan),
  });
  return blockWork(chain, plan);
}

/**
 * The output is moved to the other thread, not copied, and so is what the block lay in. Small answers share a pool of
 * Node's and have to be copied out first, and so have those that are a part of the block.
 */
function handOver(id: number, result: BlockResult, memory: ArrayBuffer): void {
  const { output } = result;
  const isOwn = output.byteLength === output.buffer.byteLength && output.buffer !== memory;
  const owned = isOwn ? new Uint8Array(output.buffer as ArrayBuffer) : new Uint8Array(output);
  // Of a record that was set apart only its own bytes are to cross, not the block that they are part of.
  const rejected = result.rejected.map((record) => ({ ...record, original: new Uint8Array(record.original) }));
  const answered: WorkerResult = { ...result, output: owned, rejected, memory };
  port.postMessage({ id, result: answered } satisfies WorkerAnswer, [owned.buffer, memory]);
}
