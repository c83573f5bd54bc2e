import { parentPort } from 'node:worker_threads';
import type { ExecutionParameters } from '../../../container/execution-parameters.ts';
import { launchNativeStage } from '../../../container/in-process/launch-native-stage.ts';
import type { NativeStageDefinition } from '../../../container/in-process/native-stage-definition.ts';
import { StartFailure, startEach } from '../../../container/launch-stages.ts';
import { IdleCollector } from '../../../container/native-threads/idle-collector.ts';
import type { Stage } from '../../../container/stage.ts';
import type { BlockOrigin } from '../block-origin.ts';
import type { BlockPlan } from '../block-plan.ts';
import type { BlockWork } from '../block-work.ts';
import { ChainError } from '../chain-error.ts';
import { type FailureDetail, RecordFailure } from '../record-failure.ts';
import { type BlockResult, transformBlock } from '../transform-block.ts';
import { localChain } from './local-chain.ts';

/** What a thread loads for a job: plain data, so that it can be copied there. */
export interface WorkerChain {
  readonly containers: readonly NativeStageDefinition[];
  readonly fuse: boolean;
}

/** The first message of a job. */
export interface WorkerLoad {
  readonly chain: WorkerChain;
}

/** What blocks of records are to be turned into output by. It comes before the first of them. */
export interface WorkerPlan {
  readonly plan: BlockPlan;
}

/** The job is over: its chain is dropped. The next message is of another job. */
export interface WorkerRest {
  readonly rest: true;
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

/** The chain of the job that this thread works for. */
interface LoadedChain {
  readonly stages: Promise<readonly Stage[]>;
  readonly fuse: boolean;
  work: Promise<BlockWork> | undefined;
}

const port = parentPort as NonNullable<typeof parentPort>;
const collector = new IdleCollector();
let chain: LoadedChain | undefined;
/** One block after the other: an answer is sent before the next one is begun. */
let before: Promise<void> = Promise.resolve();
port.on('message', (message: WorkerLoad | WorkerPlan | WorkerTask | WorkerRest) => {
  if ('chain' in message) chain = load(message.chain);
  else if ('plan' in message) prepare(message.plan);
  else if ('block' in message) before = before.then(() => answer(message));
  else rest();
});

function load({ containers, fuse }: WorkerChain): LoadedChain {
  collector.begin();
  const stages = startEach(containers, launchNativeStage);
  stages.then(reportStart, reportFailure);
  return { stages, fuse, work: undefined };
}

function prepare(plan: BlockPlan): void {
  if (chain === undefined) throw new Error('a plan has come before its chain');
  const { stages, fuse } = chain;
  chain.work = stages.then((loaded) => localChain(loaded, plan, fuse));
  chain.work.catch(() => undefined); // seen by the blocks that wait for it
}

function rest(): void {
  chain?.stages.then((stages) => Promise.all(stages.map((stage) => stage.close()))).catch(() => undefined);
  chain = undefined;
  collector.end();
}

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
    if (chain?.work === undefined) throw new Error('a block has come before its plan');
    handOver(id, await transformBlock(await chain.work, body, origin), memory);
  } catch (error) {
    port.postMessage({ id, ...describe(error) } satisfies WorkerAnswer);
  }
}

function describe(error: unknown) {
  if (error instanceof RecordFailure) return { failure: { record: error.record, detail: error.detail } };
  return error instanceof ChainError ? { chainError: error.message } : { error };
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
