import { availableParallelism } from 'node:os';
import { defined } from '@catenary/scoring/internal/values';
import { Semaphore } from '../../../util/semaphore.ts';
import type { ExecutionParameters } from '../../container/execution-parameters.ts';
import type { NativeStageDefinition } from '../../container/in-process/native-stage-definition.ts';
import { nativeDefinition } from '../../container/launchers/native.ts';
import type { Stage } from '../../container/stage.ts';
import type { TransformPlan } from '../plan/transform-plan.ts';
import { splitLimits } from '../records/split-limits.ts';
import type { SplitLimits } from '../records/splitter.ts';
import { BatchChain } from './batch-chain.ts';
import { type BatchSettings, settleBatch, wishesOfWorkers } from './batch-settings.ts';
import type { BlockExecutor } from './block-executor.ts';
import type { ChainWorkers } from './block-executors/chain-workers.ts';
import type { FunctionProcesses } from './block-executors/function-processes.ts';
import { inLineExecutor } from './block-executors/in-line.ts';
import { WorkerThreads } from './block-executors/worker-threads.ts';
import { type BlockPlan, blockPlan, rowChecks } from './block-plan.ts';
import { type ChainInstance, closeInstance, type InstanceContext, launchInstances } from './chain-instance.ts';
import { type FunctionAmongNatives, functionAmongNatives, takeBesideFunction } from './function-among-natives.ts';
import type { LaneCounts } from './lane-counts.ts';

/** A job's chain, running, and how its objects are to be split for it. */
export interface BuiltExecutors {
  /** One for each chain instance; all native instances are one, which has a thread for every core. */
  readonly executors: readonly BlockExecutor[];
  /** Objects worth having under way at once in each of them. */
  readonly lanes: LaneCounts;
  readonly settings: BatchSettings;
  readonly limits: SplitLimits;
}

export interface ExecutorContext extends InstanceContext {
  readonly workers: ChainWorkers;
  readonly functions: FunctionProcesses;
  readonly fuse: boolean;
  /** When the job began, milliseconds since 1970: the first time, if it was begun before. */
  readonly startTime: number;
  /** What the job makes of what its first container wishes for. */
  readonly pinParameters: (parameters: ExecutionParameters | undefined) => ExecutionParameters;
}

/**
 * Bytes of records that a native chain gets at once: large enough that handing over costs nothing, small enough to stay
 * in cache.
 */
const nativeBlockBytes = 256 * 1024;
/** Bytes of single records read ahead for containers that get them one by one. */
const singleBlockBytes = 16 * 1024;
/** A container that ended has its first start behind it: it is back within this, or it is broken. */
const recoveryMs = 3 * 60_000;
/**
 * Objects side by side. Small ones are little to do and much to wait for: with this many, their waits for the disk are
 * shared.
 */
const nativeLanes: LaneCounts = { all: 64, large: 8 };
const maxLanes = 16;

/** Looking into models is not cut short: a job that is stopped ends where its containers are started. */
const neverAborted = new AbortController().signal;

/**
 * Starts the containers of a job: in threads of their own if all are native, in the processes of a function if all others are native,
 * else as an endpoint would.
 */
export async function buildExecutors(plan: TransformPlan, context: ExecutorContext): Promise<BuiltExecutors> {
  const native = await Promise.all(
    plan.containers.map((definition) => nativeDefinition(definition, context.stages, neverAborted)),
  );
  if (native.every((definition) => definition !== undefined)) return buildNative(plan, native, context);
  const found = functionAmongNatives(plan, native, context);
  return (found && (await buildBesideFunction(plan, found, context))) ?? buildOutside(plan, context);
}

/** Undefined if it does not start: containers that are started one by one say which it was. */
async function buildBesideFunction(
  plan: TransformPlan,
  found: FunctionAmongNatives,
  context: ExecutorContext,
): Promise<BuiltExecutors | undefined> {
  // Most jobs do without it.
  const { besideFunctionExecutor } = await import('./block-executors/beside-function.ts');
  const taken = await takeBesideFunction(found, context).catch(() => undefined);
  if (taken === undefined) return undefined;
  try {
    const wishes = await taken.stage.executionParameters(context.signal);
    const settings = settleBatch(plan.batching, context.pinParameters(wishes));
    const limits = splitLimits(settings, plan, blockBytesBeside(plan, settings));
    const executor = besideFunctionExecutor(taken, {
      plan: blockPlan(plan, settings, context.startTime),
      blockBytes: limits.blockBytes,
      timeoutMs: plan.batching.invocationTimeoutMs,
      signal: context.signal,
      startApart: async () => defined((await buildOutside({ ...plan, instanceCount: 1 }, context)).executors[0]),
    });
    return { executors: [executor], lanes: { all: maxLanes, large: maxLanes }, settings, limits };
  } catch (error) {
    await taken.stage.close();
    throw error;
  }
}

/** Small blocks, where they may be: a slow function takes its time for each record of a block. */
function blockBytesBeside({ batching }: TransformPlan, { strategy, maxPayloadBytes }: BatchSettings): number {
  if (strategy === 'SINGLE_RECORD') return singleBlockBytes;
  return batching.isDivisible ? nativeBlockBytes : maxPayloadBytes;
}

async function buildNative(
  plan: TransformPlan,
  containers: readonly NativeStageDefinition[],
  context: ExecutorContext,
): Promise<BuiltExecutors> {
  const threads = new WorkerThreads(context.workers, { containers, fuse: context.fuse }, availableParallelism());
  try {
    const settings = settleBatch(plan.batching, context.pinParameters(await threads.wishes()));
    const isSmall = settings.strategy === 'SINGLE_RECORD' || plan.batching.isDivisible;
    const limits = splitLimits(settings, plan, isSmall ? nativeBlockBytes : settings.maxPayloadBytes);
    const executor = threads.executor(blockPlan(plan, settings, context.startTime), limits.blockBytes);
    return { executors: [executor], lanes: nativeLanes, settings, limits };
  } catch (error) {
    await threads.close();
    throw error;
  }
}

/** As many chains as the job has instances. */
async function buildOutside(plan: TransformPlan, context: ExecutorContext): Promise<BuiltExecutors> {
  const instances = await launchInstances(plan.containers, plan.instanceCount, {
    ...context,
    instanceType: plan.instanceType,
  });
  try {
    const wishes = await askParameters(defined(instances[0]).stages, context.signal);
    const settings = settleBatch(plan.batching, context.pinParameters(wishes));
    const job = { plan, settings, block: blockPlan(plan, settings, context.startTime), context };
    const isSingle = settings.strategy === 'SINGLE_RECORD';
    const lanes = Math.min(maxLanes, settings.maxConcurrentTransforms);
    return {
      executors: instances.map((instance) => outsideExecutor(instance, job)),
      lanes: { all: lanes, large: lanes },
      settings,
      limits: splitLimits(settings, plan, isSingle ? singleBlockBytes : settings.maxPayloadBytes),
    };
  } catch (error) {
    await Promise.allSettled(instances.map(closeInstance));
    throw error;
  }
}

interface OutsideJob {
  readonly plan: TransformPlan;
  readonly settings: BatchSettings;
  readonly block: BlockPlan;
  readonly context: ExecutorContext;
}

function outsideExecutor(instance: ChainInstance, { plan, settings, block, context }: OutsideJob): BlockExecutor {
  const chain = new BatchChain(instance.stages, {
    chain: { fuse: context.fuse, threads: instance.threads, maxIntermediateBytes: Infinity },
    timeoutMs: plan.batching.invocationTimeoutMs,
    maxRetries: plan.batching.maxRetries,
    recoveryMs,
    slots: new Semaphore(settings.maxConcurrentTransforms),
    signal: context.signal,
    checkRows: rowChecks(block),
  });
  // Single records may be as large as a block: then it takes a block for each request.
  const depth = settings.maxConcurrentTransforms + 1;
  return inLineExecutor(chain, { plan: block, depth, close: () => closeInstance(instance) });
}

/**
 * The first container's wishes; one that has none, or answers nonsense, has no influence (developer guide, "Use Your
 * Own Inference Code with Batch Transform").
 */
async function askParameters(stages: readonly Stage[], signal: AbortSignal): Promise<ExecutionParameters> {
  const wishes = await stages[0]?.executionParameters(signal).catch(() => undefined);
  return { ...wishesOfWorkers(stages), ...wishes };
}
