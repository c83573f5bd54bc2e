import { present } from '@catenary/scoring/internal/values';
import { ArtifactError } from '../../platform/artifact/artifact-error.ts';
import { faultPoint } from '../../platform/observe/fault-point.ts';
import type { Logger } from '../../platform/observe/logger.ts';
import type { ObjectStore } from '../../platform/storage/object-store.ts';
import { ObjectStoreError } from '../../platform/storage/object-store-error.ts';
import { S3Failure } from '../../platform/storage/s3/s3-failure.ts';
import { diskFault } from '../../platform/system/disk-fault.ts';
import { StartFailure } from '../container/launch-stages.ts';
import { type BuiltExecutors, buildExecutors, type ExecutorContext } from './chain/build-executors.ts';
import { ChainError } from './chain/chain-error.ts';
import { type DataLog, faultName } from './data-log.ts';
import type { JobProgress } from './job-progress.ts';
import { JobStoppedError } from './job-stopped-error.ts';
import type { CheckpointStore } from './ledger/checkpoint.ts';
import { CheckpointError, JobLedger, type ObjectTask } from './ledger/job-ledger.ts';
import { ObjectFailure } from './object-failure.ts';
import { ObjectLanes } from './object-lanes.ts';
import type { ObjectContext } from './object-run.ts';
import { captureManifests } from './outputs/capture-manifests.ts';
import type { TransformPlan } from './plan/transform-plan.ts';
import { InputError, listInputObjects } from './records/input-objects.ts';
import { isGzip } from './records/is-gzip.ts';
import { transformObject } from './transform-object.ts';

export interface JobContext extends Omit<ExecutorContext, 'pinParameters'> {
  readonly store: ObjectStore;
  readonly checkpoints: CheckpointStore;
  /** Time between checkpoints of an object: what a crash costs, milliseconds. */
  readonly checkpointMs: number;
  readonly log: Logger;
  readonly dataLog: DataLog;
  readonly progress: JobProgress;
  /**
   * Has Spark transform the objects of a job that asks for it; without it they are transformed here. Resolves with the reason of a job
   * that cannot go on.
   */
  readonly inSpark?: ((run: JobRun) => Promise<string | undefined>) | undefined;
}

/** How a job ended; a stopped one has no outcome. */
export type JobOutcome = { readonly status: 'Completed' } | FailedJob;

export interface FailedJob {
  readonly status: 'Failed';
  /** Of the first object that failed, or of the job as a whole. */
  readonly reason: string;
  /** Objects that failed beside the first one; absent if the reason is that of the job. */
  readonly further?: number;
}

/**
 * One job from top to bottom: list its objects or take up what was left, start the chain, go through the objects in key
 * order, and say how it ended. An object that fails leaves no output; the others continue, and the job ends Failed
 * (developer guide, "Use Batch Transform"). Rejects when the signal ended it, or with `CheckpointError`: then the job
 * has not ended.
 */
export async function runTransformJob(plan: TransformPlan, context: JobContext): Promise<JobOutcome> {
  let ledger: JobLedger | undefined;
  try {
    const list = () => listInputObjects(plan.input, context.store, context.signal);
    ledger = await JobLedger.open(context.checkpoints, context.store, list);
    context.progress.start(ledger);
    logResumed(ledger, context);
    const outcome = await runObjects({ plan, ledger, context });
    await ledger.abandon();
    if (outcome.status === 'Completed') await capture({ plan, ledger, context });
    return outcome;
  } catch (error) {
    if (error instanceof CheckpointError) throw error;
    if (context.signal.aborted) {
      if (context.signal.reason instanceof JobStoppedError) await ledger?.abandon();
      throw error;
    }
    const reason = describeError(error, context.stages.dataDirectory);
    // What the caller can mend is told in the reason; where it arose in the program helps with anything else.
    if (reason.startsWith('InternalServerError') && diskFault(error) === undefined)
      context.log.error({ err: error }, 'transform job failed');
    else context.log.info({ reason }, 'transform job failed');
    await ledger?.abandon();
    return { status: 'Failed', reason };
  }
}

/** A job under way. */
export interface JobRun {
  readonly plan: TransformPlan;
  readonly ledger: JobLedger;
  readonly context: JobContext;
}

/**
 * Writes the manifests of what a job has transformed, if they are wanted; none for a job that failed: it is run again,
 * and would be listed twice. Manifests follow from what the job began with, so one that is killed here writes the same
 * ones again.
 */
async function capture({ plan, ledger, context }: JobRun): Promise<void> {
  for (const { place, body } of captureManifests(plan, ledger.objects, context.startTime)) {
    faultPoint('before-capture');
    await context.store.putObject(place, body, { contentType: 'application/json' });
  }
}

/** No other job has this name, and none of another server is likely to begin in the same millisecond. */
function inferenceSeed({ plan: { name, stamp }, context: { startTime } }: JobRun): string | undefined {
  return stamp === undefined ? undefined : `${name} ${startTime}`;
}

/** Removes what a job that no server runs left in the store. */
export async function abandonTransformJob({
  checkpoints,
  store,
}: Pick<JobContext, 'checkpoints' | 'store'>): Promise<void> {
  const ledger = await JobLedger.open(checkpoints, store, () => Promise.resolve([]));
  await ledger.abandon();
}

async function runObjects(run: JobRun): Promise<JobOutcome> {
  const { plan, ledger, context } = run;
  const { inSpark = runHere } = context;
  const reason = await (plan.engine === 'spark' ? inSpark : runHere)(run);
  if (reason !== undefined) return { status: 'Failed', reason };
  const { failure, failed } = ledger.state;
  if (failure === undefined) return { status: 'Completed' };
  return { status: 'Failed', reason: failure.reason, further: failed - 1 };
}

async function runHere(run: JobRun): Promise<undefined> {
  const { plan, ledger, context } = run;
  const pinParameters = ledger.pinParameters.bind(ledger);
  const built = await buildExecutors(plan, { ...context, pinParameters });
  let closing: Promise<unknown> | undefined;
  const close = () => (closing ??= Promise.all(built.executors.map((executor) => executor.close())));
  // Blocks may take minutes each: a job that is over does not wait for those under way.
  const onAbort = () => void close();
  context.signal.addEventListener('abort', onAbort, { once: true });
  try {
    context.signal.throwIfAborted();
    context.dataLog.settings(built.settings);
    await transformAll(built, run);
  } finally {
    context.signal.removeEventListener('abort', onAbort);
    await close();
  }
}

/**
 * Every chain instance takes objects, several at once, until none is left; an error that is no object's ends them all.
 */
async function transformAll(built: BuiltExecutors, run: JobRun): Promise<void> {
  const { plan, ledger, context } = run;
  const failing = new AbortController();
  const signal = AbortSignal.any([context.signal, failing.signal]);
  const shared = { ...context, plan, ledger, signal, inferenceSeed: inferenceSeed(run) };
  const lanes = built.executors.flatMap((executor) => {
    const side = new ObjectLanes(executor, built.lanes);
    const { room } = executor;
    const limits = { ...built.limits, ...present({ room }) };
    const lane = { ...shared, limits, executor, share: () => side.share, shouldResume };
    return Array.from({ length: side.count }, () => runLane(lane, side));
  });
  function shouldResume(error: unknown): boolean {
    const isSuspended = context.signal.aborted && !(context.signal.reason instanceof JobStoppedError);
    return error instanceof CheckpointError || isSuspended || failing.signal.reason instanceof CheckpointError;
  }
  for (const lane of lanes) lane.catch((error: unknown) => failing.abort(error));
  await Promise.allSettled(lanes);
  context.signal.throwIfAborted();
  failing.signal.throwIfAborted();
}

type LaneContext = ObjectContext & Pick<JobContext, 'dataLog'>;

async function runLane(context: LaneContext, lanes: ObjectLanes): Promise<void> {
  const { ledger, signal, plan } = context;
  const { format, compression } = plan.input;
  for (let task = ledger.claim(); task !== undefined; task = ledger.claim()) {
    const claimed = task;
    await lanes.run(claimed.object, format.kind === 'parquet' || isGzip(claimed.object.key, compression), async () => {
      signal.throwIfAborted();
      await transformOne(claimed, context);
    });
  }
}

async function transformOne(task: ObjectTask, context: LaneContext): Promise<void> {
  try {
    if (await transformObject(task, context)) context.progress.objectsDone++;
  } catch (error) {
    if (!(error instanceof ObjectFailure)) throw error;
    context.dataLog.failure(error);
    await context.ledger.fail(task, `${faultName(error)}: See job logs for more information. ${error.message}`);
  }
}

function describeError(error: unknown, dataDirectory: string): string {
  const isRefused = error instanceof S3Failure && error.isRefusal;
  if (error instanceof InputError || error instanceof ObjectStoreError || isRefused)
    return `ClientError: ${error.message}`;
  if (error instanceof StartFailure || error instanceof ArtifactError)
    return `AlgorithmError: Model container failed to respond to ping. ${error.message}`;
  if (error instanceof ChainError) return `AlgorithmError: See job logs for more information. ${error.message}`;
  const message = error instanceof Error ? error.message : String(error);
  const fault = diskFault(error);
  const remedy = fault === undefined ? '' : ` (the disk of ${dataDirectory} ${fault}: make room there)`;
  return `InternalServerError: We encountered an internal error. Please try again. ${message}${remedy}`;
}

/** What is left of an earlier run: where each open object continues. What it did behind that is done once more. */
function logResumed({ isResumed, state, objects }: JobLedger, { log, owner, checkpointMs }: JobContext): void {
  if (!isResumed) return;
  const open = Object.entries(state.open).map(([ordinal, { position, isSealed }]) => ({
    object: objects[Number(ordinal)]?.key,
    record: position.record + 1,
    ...present({ isWhole: isSealed ? true : undefined }),
  }));
  const redone = `at most ${checkpointMs / 1000} s of each`;
  log.info({ owner, objectsDone: state.objectsDone, open, redone }, 'transform job resumed at its checkpoint');
}
