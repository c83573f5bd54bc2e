import { present } from '@catenary/scoring/internal/values';
import { availableParallelism } from 'node:os';
import { type LaunchOptions, launchStages } from '../container/launch-stages.ts';
import type { StageDefinition } from '../container/stage-definition.ts';
import { stageLauncher } from '../container/launchers.ts';
import { nativeDefinition } from '../container/launchers/native.ts';
import type { StageContext } from '../container/stage-context.ts';
import type { NativeStageDefinition } from '../container/in-process/native-stage-definition.ts';
import type { ExecutionParameters } from '../container/execution-parameters.ts';
import type { Stage } from '../container/stage.ts';
import { readBadRecords } from './bad-records.ts';
import { readInputFormat } from './input-format.ts';
import { BatchChain } from './batch-chain.ts';
import { batchEnvironment, type BatchSettings, settleBatch, wishesOfWorkers } from './batch-settings.ts';
import type { BlockExecutor } from './block-executor.ts';
import type { NativeThreads } from '../container/native-threads/native-threads.ts';
import { openJobThread } from '../container/native-threads/open-native-threads.ts';
import { inLineExecutor } from './block-executors/in-line.ts';
import { WorkerThreads } from './block-executors/worker-threads.ts';
import { readInferenceStamp } from './data-capture.ts';
import { compileDataProcessing } from './data-processing.ts';
import type { LaneCounts } from './object-lanes.ts';
import { Slots } from './slots.ts';
import { splitLimits } from './split-limits.ts';
import type { SplitLimits } from './splitter.ts';
import type { BlockOptions } from './block-options.ts';
import { rowChecks } from './transform-block.ts';
import type { TransformRequest } from '../records/transform-request.ts';

/** A job's chain, running, and how its objects are to be split for it. */
export interface BuiltExecutors {
  /** One for each chain instance; all native instances are one, which has a thread for every core. */
  readonly executors: readonly BlockExecutor[];
  /** Objects worth having under way at once in each of them. */
  readonly lanes: LaneCounts;
  readonly settings: BatchSettings;
  readonly limits: SplitLimits;
}

export interface ExecutorContext {
  readonly stages: StageContext;
  readonly fuse: boolean;
  readonly owner: string;
  /** Gets the lines of containers that are processes. */
  readonly onLine?: LaunchOptions['onLine'];
  /** When the job began, milliseconds since 1970: the first time, if it was begun before. */
  readonly startTime: number;
  readonly signal: AbortSignal;
  /** What the job makes of what its first container wishes for. */
  readonly keepTo: (parameters: ExecutionParameters | undefined) => ExecutionParameters;
}

/**
 * Bytes of records that a native chain gets at once: large enough that handing over costs nothing, small enough to stay
 * in cache.
 */
const nativeBlockBytes = 256 * 1024;
/** Bytes of single records read ahead for containers that get them one by one. */
const singleBlockBytes = 16 * 1024;
/** The service waits half an hour for a container's first healthy ping. */
const startupTimeoutMs = 30 * 60_000;
/** A container that ended has its first start behind it: it is back within this, or it is broken. */
const recoveryMs = 3 * 60_000;
/** Containers are ended on purpose to find the record at which they end: that must not take hours. */
const maxRestartDelayMs = 250;
/**
 * Objects side by side. Small ones are little to do and much to wait for: so many that their waits for the disk are
 * shared.
 */
const nativeLanes: LaneCounts = { all: 64, large: 8 };
const maxLanes = 16;

/** Looking into models is not cut short: a job that is stopped ends where its containers are started. */
const neverAborted = new AbortController().signal;

/** Starts the containers of a job: in threads of their own if all are native, else as an endpoint would. */
export async function buildExecutors(
  request: TransformRequest,
  containers: readonly StageDefinition[],
  context: ExecutorContext,
): Promise<BuiltExecutors> {
  const environment = batchEnvironment(request);
  const definitions = containers.map((container) => ({
    ...container,
    environment: { ...container.environment, ...environment },
  }));
  const native = await Promise.all(
    definitions.map((definition) => nativeDefinition(definition, context.stages, neverAborted)),
  );
  return native.every((definition) => definition !== undefined)
    ? buildNative(request, native, context)
    : buildOutside(request, definitions, context);
}

async function buildNative(
  request: TransformRequest,
  containers: readonly NativeStageDefinition[],
  context: ExecutorContext,
): Promise<BuiltExecutors> {
  const threads = new WorkerThreads({ containers, request, fuse: context.fuse }, availableParallelism());
  try {
    const settings = settleBatch(request, context.keepTo(await threads.wishes()));
    const block = blockOptions(request, settings, context.startTime);
    const isSmall = settings.strategy === 'SINGLE_RECORD' || answersLineByLine(request);
    const limits = splitLimits(settings, block, isSmall ? nativeBlockBytes : settings.maxPayloadBytes);
    return { executors: [threads.executor(block, limits.blockBytes)], lanes: nativeLanes, settings, limits };
  } catch (error) {
    await threads.close();
    throw error;
  }
}

/** One of a job's chains, processes and all, with a thread for what its native containers take long to do. */
interface Instance {
  readonly stages: readonly Stage[];
  readonly threads: NativeThreads;
}

/** As many chains as the job has instances. */
async function buildOutside(
  request: TransformRequest,
  definitions: readonly StageDefinition[],
  context: ExecutorContext,
): Promise<BuiltExecutors> {
  const count = request.TransformResources?.InstanceCount ?? 1;
  const launched = await Promise.allSettled(Array.from({ length: count }, () => launchInstance(definitions, context)));
  const instances = launched.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  try {
    for (const result of launched) if (result.status === 'rejected') throw result.reason;
    const wishes = await askParameters((instances[0] as Instance).stages, context.signal);
    const settings = settleBatch(request, context.keepTo(wishes));
    const block = blockOptions(request, settings, context.startTime);
    const isSingle = settings.strategy === 'SINGLE_RECORD';
    const lanes = Math.min(maxLanes, settings.maxConcurrentTransforms);
    return {
      executors: instances.map((instance) => outsideExecutor(instance, block, { request, settings, context })),
      lanes: { all: lanes, large: lanes },
      settings,
      limits: splitLimits(settings, block, isSingle ? singleBlockBytes : settings.maxPayloadBytes),
    };
  } catch (error) {
    await Promise.allSettled(instances.map(closeInstance));
    throw error;
  }
}

async function launchInstance(definitions: readonly StageDefinition[], context: ExecutorContext): Promise<Instance> {
  const { native } = context.stages;
  const threads = openJobThread();
  const stages = native === undefined ? context.stages : { ...context.stages, native: { ...native, threads } };
  const launched = await launchStages(stageLauncher(stages), definitions, {
    owner: context.owner,
    onLine: context.onLine,
    startupTimeoutMs,
    maxRestartDelayMs,
    signal: context.signal,
  }).catch(async (error: unknown) => {
    await threads.close();
    throw error;
  });
  return { stages: launched, threads };
}

async function closeInstance({ stages, threads }: Instance): Promise<void> {
  await Promise.allSettled([...stages.map((stage) => stage.close()), threads.close()]);
}

interface OutsideJob {
  readonly request: TransformRequest;
  readonly settings: BatchSettings;
  readonly context: ExecutorContext;
}

function outsideExecutor(
  instance: Instance,
  block: Omit<BlockOptions, 'processing'>,
  { request, settings, context }: OutsideJob,
): BlockExecutor {
  const processing = compileDataProcessing(request);
  const options: BlockOptions = { ...block, ...present({ processing }) };
  const chain = new BatchChain(instance.stages, {
    chain: { fuse: context.fuse, threads: instance.threads, maxIntermediateBytes: Infinity },
    timeoutMs: settings.invocationTimeoutMs,
    maxRetries: settings.maxRetries,
    recoveryMs,
    slots: new Slots(settings.maxConcurrentTransforms),
    signal: context.signal,
    checkRows: rowChecks(options),
  });
  // Single records may be as large as a block: then it takes a block for each request.
  const depth = settings.maxConcurrentTransforms + 1;
  return inLineExecutor(chain, { options, depth, close: () => closeInstance(instance) });
}

/**
 * The first container's wishes; one that has none, or answers nonsense, has no influence (developer guide, "Use Your
 * Own Inference Code with Batch Transform").
 */
async function askParameters(stages: readonly Stage[], signal: AbortSignal): Promise<ExecutionParameters> {
  const wishes = await stages[0]?.executionParameters(signal).catch(() => undefined);
  return { ...wishesOfWorkers(stages), ...wishes };
}

function blockOptions(
  request: TransformRequest,
  settings: BatchSettings,
  startTime: number,
): Omit<BlockOptions, 'processing'> {
  const inference = readInferenceStamp(request, startTime);
  const { ContentType: contentType } = request.TransformInput;
  const { Accept: accept, AssembleWith: assembleWith = 'None' } = request.TransformOutput;
  return {
    splitType: readInputFormat(request).splitType,
    strategy: settings.strategy,
    assembleWith,
    ...present({ contentType, accept, inference }),
    badRecords: readBadRecords(request.Environment),
    isUnlimited: settings.maxPayloadBytes === Infinity,
  };
}

/**
 * Whether a mini-batch may be cut smaller without a trace in the output: every answer is lines, and lines are put
 * together.
 */
function answersLineByLine(request: TransformRequest): boolean {
  const { Accept: accept = '*/*', AssembleWith: assembleWith } = request.TransformOutput;
  const isText = /^(\*\/\*|text\/csv|application\/jsonlines)$/.test(accept);
  return isText && assembleWith === 'Line' && (request.TransformInput.ContentType ?? '').startsWith('text/csv');
}
