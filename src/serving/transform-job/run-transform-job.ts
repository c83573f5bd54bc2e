import type { Logger } from '../../platform/observe/logger.ts';
import type { ObjectStore } from '../../platform/storage/object-store.ts';
import { ObjectStoreError } from '../../platform/storage/object-store-error.ts';
import { StartFailure } from '../container/launch-stages.ts';
import type { StageDefinition } from '../container/stage-definition.ts';
import { buildExecutor, type BuiltExecutor, type ExecutorContext } from './build-executor.ts';
import { type InputObject, InputError, listInputObjects } from './input-objects.ts';
import type { JobProgress } from './job-progress.ts';
import { ObjectFailure, transformObject } from './transform-object.ts';
import type { TransformRequest } from './transform-request.ts';

export interface JobContext extends ExecutorContext {
  readonly store: ObjectStore;
  readonly log: Logger;
  readonly progress: JobProgress;
}

/** How a job ended; a stopped one has no outcome. */
export type JobOutcome = { readonly status: 'Completed' } | { readonly status: 'Failed'; readonly reason: string };

/**
 * One job from top to bottom: start the chain, go through the objects in key order, and say how it ended. An object
 * that fails leaves no output; the others go on, and the job ends Failed (spec: "Output", "Failures").
 * Rejects only when the signal stopped it.
 */
export async function runTransformJob(
  request: TransformRequest,
  containers: readonly StageDefinition[],
  context: JobContext,
): Promise<JobOutcome> {
  let built: BuiltExecutor | undefined;
  try {
    const objects = await listInputObjects(request, context.store);
    context.progress.start(objects);
    built = await buildExecutor(request, containers, context);
    logSettings(built, context);
    const failures = await transformAll(objects, built, request, context);
    return failures.length === 0 ? { status: 'Completed' } : { status: 'Failed', reason: reasonOf(failures) };
  } catch (error) {
    context.signal.throwIfAborted();
    context.log.error({ err: error }, 'transform job failed');
    return { status: 'Failed', reason: describeError(error) };
  } finally {
    await built?.executor.close();
  }
}

async function transformAll(
  objects: readonly InputObject[],
  built: BuiltExecutor,
  request: TransformRequest,
  context: JobContext,
): Promise<ObjectFailure[]> {
  const failures: ObjectFailure[] = [];
  const { store, signal } = context;
  const objectContext = {
    store,
    executor: built.executor,
    request,
    limits: built.limits,
    signal,
    onRecords: context.progress.addRecords,
  };
  for (const object of objects) {
    signal.throwIfAborted();
    try {
      await transformObject(object, objectContext);
      context.progress.finishObject(object);
    } catch (error) {
      if (!(error instanceof ObjectFailure)) throw error;
      failures.push(error);
      logFailure(error, context.log);
    }
  }
  return failures;
}

function reasonOf(failures: readonly ObjectFailure[]): string {
  const first = failures[0] as ObjectFailure;
  const others = failures.length > 1 ? ` (and ${failures.length - 1} more objects)` : '';
  return `${faultName(first)}: See job logs for more information. ${first.message}${others}`;
}

const faultName = (failure: ObjectFailure) => (failure.fault === 'client' ? 'ClientError' : 'AlgorithmError');

function describeError(error: unknown): string {
  if (error instanceof InputError || error instanceof ObjectStoreError) return `ClientError: ${error.message}`;
  if (error instanceof StartFailure)
    return `AlgorithmError: Model container failed to respond to ping. ${error.message}`;
  return `InternalServerError: We encountered an internal error. Please try again. ${error instanceof Error ? error.message : String(error)}`;
}

/** The lines of the service's data log (spec: "Failures"). */
function logSettings({ settings }: BuiltExecutor, context: JobContext): void {
  const payload = settings.maxPayloadBytes === Infinity ? 0 : settings.maxPayloadBytes / 1048576;
  const line = `MaxConcurrentTransforms=${settings.maxConcurrentTransforms}, MaxPayloadInMB=${payload}, BatchStrategy=${settings.strategy}`;
  context.log.info({ owner: context.owner, line: `[sagemaker logs]: ${line}` }, 'data-log');
}

function logFailure(failure: ObjectFailure, log: Logger): void {
  const name = `[sagemaker logs]: ${failure.object.bucket}/${failure.object.key}`;
  const lines =
    failure.status === 0
      ? ['Unable to get response from algorithm']
      : [`${faultName(failure)}: ${failure.status}`, '', 'Message:', ...failure.body.split('\n')];
  for (const line of lines) log.warn({ line: `${name}: ${line}` }, 'data-log');
  log.warn({ detail: failure.message }, 'object failed');
}
