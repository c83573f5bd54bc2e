import { join } from 'node:path';
import { present } from '@catenary/scoring/internal/values';
import type { ObjectStore } from '../../platform/storage/object-store.ts';
import type { BoxSource } from '../container/process/box-source.ts';
import { howToGetBubblewrap } from '../container/process/enclosure.ts';
import type { SocketFolders } from '../container/process/socket-folders.ts';
import { SubmissionError } from '../spark-jobs/fetch-files.ts';
import { readMessage } from '../spark-jobs/read-message.ts';
import { storeOutputs } from '../spark-jobs/run-data.ts';
import { type OwnRun, type RunFolderOptions, runInFolder } from '../spark-jobs/run-in-folder.ts';
import { runProcess } from '../spark-jobs/run-process.ts';
import type { SparkOutcome } from '../spark-jobs/spark-submission.ts';
import { prepareScript } from './prepare-script.ts';
import type { ScriptJob } from './script-processing.ts';

export interface ScriptRunnerOptions extends RunFolderOptions {
  readonly objects: Pick<ObjectStore, 'getObject' | 'listObjects' | 'putObject'>;
  readonly box: BoxSource;
  readonly sockets: SocketFolders;
  /** Where this server is reached, known once it is. */
  readonly url: Promise<string>;
  /** Interpreter to make environments from. */
  readonly python: string;
  /** Python environments are kept below. */
  readonly environments: string;
  /** Most address space of each process, MiB; 0: no limit. */
  readonly processMemoryMB: number;
  /** Jobs that share the cores. */
  readonly maxJobs: number;
}

/** Carries out processing jobs with a script in the Python host, each in a box of its own. */
export class ScriptRunner {
  readonly #options: ScriptRunnerOptions;

  constructor(options: ScriptRunnerOptions) {
    this.#options = options;
  }

  /** Ends with the signal: then the outcome is Stopped. Rejects for what is no fault of the job. */
  run(id: string, job: ScriptJob, signal: AbortSignal): Promise<SparkOutcome> {
    const { accessKeyId, timeoutMs, stream: errors } = job;
    return runInFolder({ id, accessKeyId, timeoutMs, errors, signal }, this.#options, (run) =>
      this.#run(job, { ...run, signal }),
    );
  }

  async #run(
    job: ScriptJob,
    { folder, key, limit, signal }: OwnRun & { readonly signal: AbortSignal },
  ): Promise<SparkOutcome> {
    const { box, sockets, processMemoryMB, url, logs, objects } = this.#options;
    const both = AbortSignal.any([signal, limit]);
    const onLog = (line: string) => logs.write(job.stream, line);
    const enclosure = { box: await box(), isOffline: job.isOffline, sockets, memoryMB: processMemoryMB };
    if (job.isOffline && !enclosure.box.isClosed)
      throw new SubmissionError(
        `EnableNetworkIsolation: this server cannot cut a job off from the network: ${howToGetBubblewrap}.`,
      );
    const prepared = await prepareScript({
      ...this.#options,
      job,
      key,
      folder,
      enclosure,
      address: { url: await url, region: job.region },
      signal: both,
      onLog,
    }).catch((error: Error) => {
      both.throwIfAborted();
      throw error instanceof SubmissionError ? error : new SubmissionError(error.message, { cause: error });
    });
    const outcome = await runProcess(prepared, [onLog, onLog], { stop: signal, limit });
    const root = join(folder, 'ml');
    const said = await readMessage(root);
    await storeOutputs(job.data, { objects, key, signal, root });
    return { ...outcome, ...present({ said }) };
  }
}
