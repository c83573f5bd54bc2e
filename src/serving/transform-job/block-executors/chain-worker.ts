import { workerData } from 'node:worker_threads';
import { move, transferableSymbol, valueSymbol } from 'piscina';
import { launchNativeStage, type NativeStageDefinition } from '../../container/in-process/launch-native-stage.ts';
import { startEach, StartFailure } from '../../container/launch-stages.ts';
import { BatchChain } from '../batch-chain.ts';
import { compileDataProcessing } from '../data-processing.ts';
import { Slots } from '../slots.ts';
import { type FailureDetail, RecordFailure } from '../record-failure.ts';
import { type BlockOptions, type BlockResult, rowChecks, transformBlock } from '../transform-block.ts';
import type { TransformRequest } from '../transform-request.ts';

/** What a thread is told once: plain data, so that it can be copied there. */
export interface WorkerChain {
  readonly containers: readonly NativeStageDefinition[];
  readonly block: Omit<BlockOptions, 'processing'>;
  readonly request: TransformRequest;
  readonly fuse: boolean;
}

/** One block of records, and the seed of their inference ids if the job has them. */
export interface WorkerTask {
  readonly block: Uint8Array;
  readonly seed: string | undefined;
}

export type WorkerAnswer =
  | (Omit<BlockResult, 'output'> & {
      readonly output: Uint8Array;
      /** What the block lay in, to be used again. */
      readonly memory: ArrayBuffer;
    })
  | { readonly failure: { readonly record: number | undefined; readonly detail: FailureDetail } }
  | { readonly startFailures: StartFailure['failures'] };

const loaded = load(workerData as WorkerChain);
loaded.catch(() => undefined); // told when the first block comes

async function load(chain: WorkerChain): Promise<{ chain: BatchChain; options: BlockOptions }> {
  const stages = await startEach(chain.containers, launchNativeStage);
  const processing = compileDataProcessing(chain.request);
  const options = { ...chain.block, ...(processing === undefined ? {} : { processing }) };
  return {
    options,
    chain: new BatchChain(stages, {
      pipeline: { fuse: chain.fuse, maxIntermediateBytes: Infinity },
      timeoutMs: Infinity,
      maxRetries: 0,
      recoveryMs: 0,
      slots: new Slots(1),
      signal: new AbortController().signal,
      checkRows: rowChecks(options),
    }),
  };
}

/** One block of records to its part of the output. */
export default async function run({ block, seed }: WorkerTask): Promise<unknown> {
  try {
    const { chain, options } = await loaded;
    const memory = block.buffer as ArrayBuffer;
    return handOver(
      await transformBlock(chain, Buffer.from(memory, block.byteOffset, block.byteLength), options, seed),
      memory,
    );
  } catch (error) {
    // A class of error does not cross to another thread.
    if (error instanceof StartFailure) return { startFailures: error.failures };
    if (!(error instanceof RecordFailure)) throw error;
    return { failure: { record: error.record, detail: error.detail } };
  }
}

/**
 * The output is moved to the other thread, not copied, and so is what the block lay in. Small answers share a pool of Node's and
 * have to be copied out first, and so have those that are a part of the block.
 */
function handOver(result: BlockResult, memory: ArrayBuffer): object {
  const { output } = result;
  const isOwn = output.byteLength === output.buffer.byteLength && output.buffer !== memory;
  const owned = isOwn ? new Uint8Array(output.buffer) : new Uint8Array(output);
  // Of a record that was set apart only its own bytes are to cross, not the block that they are part of.
  const rejected = result.rejected.map((record) => ({ ...record, original: new Uint8Array(record.original) }));
  return move({
    [transferableSymbol]: [owned.buffer, memory],
    [valueSymbol]: { ...result, output: owned, rejected, memory } satisfies WorkerAnswer,
  } as never);
}
