import { join } from 'node:path';
import { createLogger } from '../../../platform/observe/logger.ts';
import type { ObjectStore } from '../../../platform/storage/object-store.ts';
import { openObjectStore } from '../../../platform/storage/open-object-store.ts';
import { RoutedObjectStore } from '../../../platform/storage/routed-object-store.ts';
import { boxSource } from '../../../serving/container/process/box-source.ts';
import { SocketFolders } from '../../../serving/container/process/socket-folders.ts';
import type { TransformRequest } from '../../../serving/records/transform-request.ts';
import { ChainWorkers } from '../../../serving/transform-job/chain/block-executors/chain-workers.ts';
import { FunctionProcesses } from '../../../serving/transform-job/chain/block-executors/function-processes.ts';
import { JobProgress } from '../../../serving/transform-job/job-progress.ts';
import { compileTransformPlan } from '../../../serving/transform-job/plan/compile-transform-plan.ts';
import { runTransformJob } from '../../../serving/transform-job/run-transform-job.ts';
import type { ServerOptions } from '../../options/server-options.ts';
import { containersFromFlags } from '../containers-from-flags.ts';
import type { ModelFlag } from '../model-flags.ts';
import { FileCheckpoints } from './file-checkpoints.ts';
import { localFileStore } from './local-file-store.ts';
import type { LocalFile } from './local-files.ts';
import { ReportedFailures } from './reported-failures.ts';
import { showProgress } from './show-progress.ts';
import { inputBucket } from './work-folder.ts';

export interface CommandJob {
  readonly request: TransformRequest;
  readonly models: readonly ModelFlag[];
  readonly options: ServerOptions;
  readonly store: ObjectStore;
  /** Folder for the checkpoint and scratch space. */
  readonly work: string;
}

export interface CommandOutcome {
  /** Why it failed; undefined if it did not. */
  readonly failure: string | undefined;
  readonly progress: JobProgress;
  readonly seconds: number;
}

/**
 * The store of a command: its own objects in the work folder, `s3:` stores of the configuration beside them, and files
 * of the input where they lie.
 */
export async function openCommandStore(
  work: string,
  options: ServerOptions,
  files: readonly LocalFile[] = [],
): Promise<ObjectStore> {
  const store = await openObjectStore(join(work, 'objects'), options.s3, false);
  if (files.length === 0) return store;
  return new RoutedObjectStore(store, [{ buckets: [inputBucket], store: localFileStore(inputBucket, files) }]);
}

/** Runs one job in this process, as a server would, from its checkpoint if it has one. */
export async function runJob({ request, models, options, store, work }: CommandJob): Promise<CommandOutcome> {
  const log = createLogger({ level: 'warn', pretty: true });
  const sockets = new SocketFolders(join(work, 'sockets'));
  // A killed run of the same command may have left some.
  await sockets.removeLeft();
  const stages = {
    images: options.images,
    // Archives are files already: what a server would fetch from a bucket is taken from where it lies.
    artifacts: { fetch: ({ uri }: { uri: string }) => Promise.resolve(uri) },
    dataDirectory: work,
    environments: options.environments,
    log,
    python: options.python,
    box: boxSource(options.sandbox, [options.data]),
    processMemoryMB: options.processMemoryMB,
    sockets,
  };
  const containers = await containersFromFlags(models, work, options.images);
  const progress = new JobProgress();
  const since = performance.now();
  const hide = showProgress(progress);
  const workers = new ChainWorkers();
  const functions = new FunctionProcesses();
  const failures = new ReportedFailures();
  try {
    const outcome = await runTransformJob(compileTransformPlan(request, containers), {
      store,
      workers,
      functions,
      checkpoints: new FileCheckpoints(work),
      checkpointMs: options.checkpointSeconds * 1000,
      stages,
      fuse: options.fuse,
      log,
      dataLog: failures,
      progress,
      owner: 'transform',
      startTime: Date.now(),
      signal: new AbortController().signal,
    });
    const failure = outcome.status === 'Failed' ? failures.lastWords(outcome) : undefined;
    return { failure, progress, seconds: (performance.now() - since) / 1000 };
  } finally {
    hide();
    await Promise.all([workers.close(), functions.close()]);
  }
}
