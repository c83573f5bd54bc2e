import { present } from '@catenary/scoring/internal/values';
import { type DataProcessing, dataProcessing } from '../records/data-processing.ts';
import type { Splitter } from '../records/splitter.ts';
import { splitters } from '../records/splitters.ts';
import type { BatchChain } from './batch-chain.ts';
import type { BlockPlan } from './block-plan.ts';

/** A plan of blocks where it is carried out: the same for all blocks of a job. */
export interface BlockWork extends Omit<BlockPlan, 'processing'> {
  readonly chain: BatchChain;
  readonly splitter: Splitter;
  readonly processing?: DataProcessing;
}

export function blockWork(chain: BatchChain, { processing, ...plan }: BlockPlan): BlockWork {
  const compiled = processing === undefined ? undefined : dataProcessing(processing);
  return { ...plan, chain, splitter: splitters[plan.splitType], ...present({ processing: compiled }) };
}
