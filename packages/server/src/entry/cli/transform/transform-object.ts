import { join } from 'node:path';
import { defined, present } from '@catenary/scoring/internal/values';
import { ArtifactCache } from '../../../platform/artifact/artifact-cache.ts';
import { createLogger } from '../../../platform/observe/logger.ts';
import type { ObjectStore } from '../../../platform/storage/object-store.ts';
import { openObjectStore } from '../../../platform/storage/open-object-store.ts';
import { RoutedObjectStore, type StoreRoute } from '../../../platform/storage/routed-object-store.ts';
import { boxSource } from '../../../serving/container/process/box-source.ts';
import { SocketFolders } from '../../../serving/container/process/socket-folders.ts';
import type { StageContext } from '../../../serving/container/stage-context.ts';
import type { StageDefinition } from '../../../serving/container/stage-definition.ts';
import { dataLogPart, type ObjectResult, type ObjectTask } from '../../../serving/spark-transforms/object-task.ts';
import { ChainWorkers } from '../../../serving/transform-job/chain/block-executors/chain-workers.ts';
import { FunctionProcesses } from '../../../serving/transform-job/chain/block-executors/function-processes.ts';
import { dataLog } from '../../../serving/transform-job/data-log.ts';
import { JobProgress } from '../../../serving/transform-job/job-progress.ts';
import { compileTransformPlan } from '../../../serving/transform-job/plan/compile-transform-plan.ts';
import type { TransformPlan } from '../../../serving/transform-job/plan/transform-plan.ts';
import { objectStart, type RecordPosition } from '../../../serving/transform-job/records/splitter.ts';
import { type JobContext, runTransformJob } from '../../../serving/transform-job/run-transform-job.ts';
import { CommandError } from '../command.ts';
import { containersFromFlags } from '../containers-from-flags.ts';
import { withFetchedModels } from '../fetch-models.ts';
import { countedPosition } from './counted-position.ts';
import { CutStore } from './cut-store.ts';
import { localFileStore } from './local-file-store.ts';
import { OneObject } from './one-object.ts';
import { publishFiles } from './publish-files.ts';
import { inputBucket, outputBucket } from './work-folder.ts';

/** Lines of an object that its result has; it goes through the memory of Spark's driver. */
const maxLines = 200;

/**
 * Transforms one object as the job does that it is part of. Throws `CommandError` with the reason of the job for what no other
 * object of it would get past either, such as a container that does not start.
 */
export async function transformObject(task: ObjectTask): Promise<ObjectResult> {
  const store = await openStore(task);
  try {
    const { models = [], containers } = task;
    if (containers !== undefined) return await transformAll(task, store, containers);
    return await withFetchedModels(models, task.stores, async (fetched) =>
      transformAll(task, store, await containersFromFlags(fetched, task.work, task.settings.images)),
    );
  } finally {
    await store.close();
  }
}

/** Buckets at their stores; the input where it lies, and outputs in the task's folder, if they are files. */
async function openStore({ work, stores, file, output, object, part }: ObjectTask): Promise<ObjectStore> {
  const routed = await openObjectStore(join(work, 'objects'), stores, false);
  const routes: StoreRoute[] = [];
  if (file !== undefined) {
    // What it was when it was listed.
    const [size, modified] = object.etag.split('-').map(Number);
    const listed = { path: file, key: object.key, size: defined(size), modified: defined(modified) };
    routes.push({ buckets: [inputBucket], store: localFileStore(inputBucket, [listed]) });
  }
  if (output !== undefined) {
    const made = await openObjectStore(join(work, 'outputs'), [], false);
    await made.createBucket(outputBucket);
    routes.push({ buckets: [outputBucket], store: made });
  }
  return part === undefined
    ? new RoutedObjectStore(routed, routes)
    : new CutStore(routed, routes, { object, end: part.end });
}

/** A part that fails does so once more, with the numbers that its record and line have in the object. */
async function transformAll(
  task: ObjectTask,
  store: ObjectStore,
  containers: readonly StageDefinition[],
): Promise<ObjectResult> {
  const { part, object } = task;
  const cut = part === undefined ? task : { ...task, object: { ...object, size: part.end } };
  const plan = planOf(task, containers);
  const { position } = part ?? { position: objectStart };
  const result = await transformBy(cut, plan, { store, position });
  if (result.failure === undefined || position.byte === 0) return result;
  return transformBy(cut, plan, { store, position: await countedPosition(position, cut.object, { plan, store }) });
}

/** What is asked of an object as a whole is not asked of its parts. */
function planOf({ request, part, outputPath }: ObjectTask, containers: readonly StageDefinition[]): TransformPlan {
  const { TransformOutput: output } = request;
  const asked =
    outputPath === undefined ? request : { ...request, TransformOutput: { ...output, S3OutputPath: outputPath } };
  const plan = compileTransformPlan(asked, containers);
  return part === undefined ? plan : { ...plan, badRecords: { ...plan.badRecords, maxRejectedShare: 1 } };
}

interface Begun {
  readonly store: ObjectStore;
  readonly position: RecordPosition;
}

async function transformBy(task: ObjectTask, plan: TransformPlan, { store, position }: Begun): Promise<ObjectResult> {
  const { request, object, output, work, startTime, settings, part } = task;
  const lines = new KeptLines();
  const progress = new JobProgress();
  const checkpoints = new OneObject(object, position);
  const workers = new ChainWorkers();
  const functions = new FunctionProcesses();
  const log = createLogger({ level: 'silent', pretty: false });
  const owner = `transform-job/${request.TransformJobName}`;
  const context: JobContext = {
    store,
    workers,
    functions,
    checkpoints,
    checkpointMs: Number.POSITIVE_INFINITY,
    stages: stagesOf(task, store),
    fuse: settings.fuse,
    log,
    dataLog: dataLog(log, owner, (line) => lines.add(dataLogPart, line)),
    onLine: (hostname, line) => lines.add(hostname, line),
    progress,
    owner,
    startTime,
    signal: new AbortController().signal,
  };
  try {
    const outcome = await runTransformJob(plan, context);
    const { failure, end = position } = checkpoints;
    if (outcome.status === 'Failed' && failure === undefined) throw new CommandError(outcome.reason);
    const outputs = output === undefined || failure !== undefined ? [] : await publishFiles(store, work, output);
    const records = progress.records - position.record;
    const lineCount = part === undefined ? undefined : end.line - position.line;
    return { records, rejected: progress.rejected, outputs, lines: lines.kept, ...present({ failure, lineCount }) };
  } finally {
    await Promise.all([workers.close(), functions.close()]);
  }
}

function stagesOf({ containers, settings, kept, work }: ObjectTask, store: ObjectStore): StageContext {
  const { images, environments, python, sandbox, processMemoryMB } = settings;
  return {
    images,
    environments,
    python,
    processMemoryMB,
    // The archives of a command are files already.
    artifacts: containers === undefined ? { fetch: ({ uri }) => Promise.resolve(uri) } : new ArtifactCache(kept, store),
    dataDirectory: work,
    log: createLogger({ level: 'silent', pretty: false }),
    box: boxSource(sandbox, []),
    sockets: new SocketFolders(join(work, 'sockets')),
  };
}

/** The last lines. */
class KeptLines {
  readonly kept: [part: string, line: string][] = [];

  add(part: string, line: string): void {
    this.kept.push([part, line]);
    if (this.kept.length > maxLines) this.kept.shift();
  }
}
