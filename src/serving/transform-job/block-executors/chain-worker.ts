import { workerData } from 'node:worker_threads';
import { move, transferableSymbol, valueSymbol } from 'piscina';
import { launchNativeStage, type NativeStageDefinition } from '../../container/in-process/launch-native-stage.ts';
import { BatchChain } from '../batch-chain.ts';
import { compileDataProcessing } from '../data-processing.ts';
import { Slots } from '../slots.ts';
import { type BlockOptions, RecordFailure, transformBlock } from '../transform-block.ts';
import type { TransformRequest } from '../transform-request.ts';

/** What a thread is told once: plain data, so that it can be copied there. */
export interface WorkerChain {
  readonly containers: readonly NativeStageDefinition[];
  readonly block: Omit<BlockOptions, 'processing'>;
  readonly request: TransformRequest;
  readonly fuse: boolean;
}

export type WorkerAnswer =
  | { readonly output: Uint8Array; readonly recordCount: number }
  | {
      readonly failure: {
        readonly message: string;
        readonly record: number | undefined;
        readonly fault: string;
        readonly status: number;
        readonly body: string;
      };
    };

const loaded = load(workerData as WorkerChain);

async function load(chain: WorkerChain): Promise<{ chain: BatchChain; options: BlockOptions }> {
  const stages = await Promise.all(chain.containers.map(launchNativeStage));
  const processing = compileDataProcessing(chain.request);
  return {
    chain: new BatchChain(stages, {
      pipeline: { fuse: chain.fuse, maxIntermediateBytes: Infinity },
      timeoutMs: Infinity,
      maxRetries: 0,
      slots: new Slots(1),
      signal: new AbortController().signal,
    }),
    options: { ...chain.block, ...(processing === undefined ? {} : { processing }) },
  };
}

/** One block of records to its part of the output. */
export default async function run(block: Uint8Array): Promise<unknown> {
  const { chain, options } = await loaded;
  try {
    if (block.length === 0) return { output: new Uint8Array(0), recordCount: 0 };
    const { output, recordCount } = await transformBlock(
      chain,
      Buffer.from(block.buffer, block.byteOffset, block.byteLength),
      options,
    );
    return handOver(output, recordCount);
  } catch (error) {
    if (!(error instanceof RecordFailure)) throw error;
    const { message, record, fault, status, body } = error;
    return { failure: { message, record, fault, status, body } };
  }
}

/** The output is moved to the other thread, not copied; small answers share a pool of Node's and have to be copied out first. */
function handOver(output: Buffer, recordCount: number): object {
  const owned = output.byteLength === output.buffer.byteLength ? new Uint8Array(output.buffer) : new Uint8Array(output);
  return move({ [transferableSymbol]: owned.buffer, [valueSymbol]: { output: owned, recordCount } } as never);
}
