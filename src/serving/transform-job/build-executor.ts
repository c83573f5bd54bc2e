import { availableParallelism } from 'node:os';
import { launchStages } from '../container/launch-stages.ts';
import type { StageDefinition } from '../container/stage-definition.ts';
import { nativeDefinition, type StageContext, stageLauncher } from '../container/stages.ts';
import { launchNativeStage, type NativeStageDefinition } from '../container/in-process/launch-native-stage.ts';
import type { ExecutionParameters, Stage } from '../container/stage.ts';
import { BatchChain } from './batch-chain.ts';
import { batchEnvironment, type BatchSettings, settleBatch } from './batch-settings.ts';
import type { BlockExecutor } from './block-executor.ts';
import { inLineExecutor } from './block-executors/in-line.ts';
import { compileDataProcessing } from './data-processing.ts';
import { Slots } from './slots.ts';
import type { SplitLimits } from './splitter.ts';
import type { BlockOptions } from './transform-block.ts';
import type { TransformRequest } from './transform-request.ts';

/** A job's chain, running, and how its objects are to be split for it. */
export interface BuiltExecutor {
  readonly executor: BlockExecutor;
  readonly settings: BatchSettings;
  readonly limits: SplitLimits;
}

export interface ExecutorContext {
  readonly stages: StageContext;
  readonly fuse: boolean;
  readonly owner: string;
  readonly signal: AbortSignal;
}

/** Bytes of records that a native chain gets at once: large enough that handing over costs nothing, small enough to stay in cache. */
const nativeBlockBytes = 256 * 1024;
/** Bytes of single records read ahead for containers that get them one by one. */
const singleBlockBytes = 16 * 1024;
/** The service waits half an hour for a container's first healthy ping. */
const startupTimeoutMs = 30 * 60_000;

/** Starts the containers of a job: in threads of their own if all are native, else as an endpoint would. */
export async function buildExecutor(
  request: TransformRequest,
  containers: readonly StageDefinition[],
  context: ExecutorContext,
): Promise<BuiltExecutor> {
  const environment = batchEnvironment(request);
  const definitions = containers.map((container) => ({
    ...container,
    environment: { ...container.environment, ...environment },
  }));
  const native = await Promise.all(definitions.map((definition) => nativeDefinition(definition, context.stages)));
  return native.every((definition) => definition !== undefined)
    ? buildNative(request, native as NativeStageDefinition[], context)
    : buildInLine(request, definitions, context);
}

async function buildNative(
  request: TransformRequest,
  containers: readonly NativeStageDefinition[],
  context: ExecutorContext,
): Promise<BuiltExecutor> {
  const first = await launchNativeStage(containers[0] as NativeStageDefinition);
  const settings = settleBatch(request, await first.executionParameters());
  const chain = { containers, block: blockOptions(request, settings), request, fuse: context.fuse };
  const { workerThreadsExecutor } = await import('./block-executors/worker-threads.ts');
  const executor = await workerThreadsExecutor(chain, availableParallelism());
  const small = settings.strategy === 'SINGLE_RECORD' || answersLineByLine(request);
  return { executor, settings, limits: limitsFor(settings, small ? nativeBlockBytes : settings.maxPayloadBytes) };
}

async function buildInLine(
  request: TransformRequest,
  definitions: readonly StageDefinition[],
  context: ExecutorContext,
): Promise<BuiltExecutor> {
  const stages = await launchStages(stageLauncher(context.stages), definitions, {
    owner: context.owner,
    startupTimeoutMs,
    signal: context.signal,
  });
  try {
    const settings = settleBatch(request, await askParameters(stages, context.signal));
    const processing = compileDataProcessing(request);
    const chain = new BatchChain(stages, {
      pipeline: { fuse: context.fuse, maxIntermediateBytes: Infinity },
      timeoutMs: settings.invocationTimeoutMs,
      maxRetries: settings.maxRetries,
      slots: new Slots(settings.maxConcurrentTransforms),
      signal: context.signal,
    });
    const options: BlockOptions = {
      ...blockOptions(request, settings),
      ...(processing === undefined ? {} : { processing }),
    };
    const single = settings.strategy === 'SINGLE_RECORD';
    const executor = inLineExecutor(chain, stages, options, single ? 2 : settings.maxConcurrentTransforms + 1);
    return { executor, settings, limits: limitsFor(settings, single ? singleBlockBytes : settings.maxPayloadBytes) };
  } catch (error) {
    await Promise.allSettled(stages.map((stage) => stage.close()));
    throw error;
  }
}

/** The first container's wishes; one that has none, or answers nonsense, has no say (spec: "GET /execution-parameters"). */
function askParameters(stages: readonly Stage[], signal: AbortSignal): Promise<ExecutionParameters | undefined> {
  return (stages[0] as Stage).executionParameters(signal).catch(() => undefined);
}

function blockOptions(request: TransformRequest, settings: BatchSettings): Omit<BlockOptions, 'processing'> {
  const { ContentType: contentType, SplitType: splitType = 'None' } = request.TransformInput;
  const { Accept: accept, AssembleWith: assembleWith = 'None' } = request.TransformOutput;
  return {
    splitType: splitType as 'None' | 'Line',
    strategy: settings.strategy,
    assembleWith,
    ...(contentType === undefined ? {} : { contentType }),
    ...(accept === undefined ? {} : { accept }),
  };
}

/** Whether a mini-batch may be cut smaller without a trace in the output: every answer is lines, and lines are put together. */
function answersLineByLine(request: TransformRequest): boolean {
  const { Accept: accept = '*/*', AssembleWith: assembleWith } = request.TransformOutput;
  const isText = /^(\*\/\*|text\/csv|application\/jsonlines)$/.test(accept);
  return isText && assembleWith === 'Line' && (request.TransformInput.ContentType ?? '').startsWith('text/csv');
}

function limitsFor(settings: BatchSettings, blockBytes: number): SplitLimits {
  return { blockBytes: Math.min(blockBytes, settings.maxPayloadBytes), maxRecordBytes: settings.maxPayloadBytes };
}
