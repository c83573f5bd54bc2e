import { present } from '@catenary/scoring/internal/values';
import { failureReason } from '../../contract/failure-reason.ts';
import { Semaphore } from '../../util/semaphore.ts';
import type { ImageRule } from '../container/images.ts';
import type { AnalysisRunner } from '../monitoring/analysis-runner.ts';
import { isMonitorImage } from '../monitoring/monitor-images.ts';
import type { JobOutcome, JobRunner } from '../monitoring/monitoring-controller.ts';
import type { ProcessingJobRecord } from '../records/processing-job-record.ts';
import { SubmissionError } from '../spark-jobs/fetch-files.ts';
import type { SparkRunner } from '../spark-jobs/spark-runner.ts';
import type { SparkOutcome } from '../spark-jobs/spark-submission.ts';
import { scriptProcessing } from './script-processing.ts';
import type { ScriptRunner } from './script-runner.ts';
import { isSparkImage, sparkProcessing } from './spark-processing.ts';

export interface ProcessingRunnerOptions {
  readonly analyses: Pick<AnalysisRunner, 'run'>;
  readonly sparks: Pick<SparkRunner, 'run'>;
  readonly scripts: Pick<ScriptRunner, 'run'>;
  /** Which images are a Python, or another program, of the operator's. */
  readonly images: readonly ImageRule[];
  /** Jobs with a script at once. */
  readonly maxJobs: number;
}

/** The reason of a job whose server was killed. */
const leftReason =
  'InternalServerError: the server ended while the job was under way. It is not repeated, since a script may have written a part of its output.';

/** Carries out processing jobs, each by its image. */
export class ProcessingRunner implements JobRunner {
  readonly #options: ProcessingRunnerOptions;
  /** An analysis takes a thread, and memory for its data: one after the other, and none waits for a script. */
  readonly #analyses = new Semaphore(1);
  readonly #scripts: Semaphore;

  constructor(options: ProcessingRunnerOptions) {
    this.#options = options;
    this.#scripts = new Semaphore(options.maxJobs);
  }

  turnsOf({ definition }: ProcessingJobRecord): Semaphore {
    return isMonitorImage(definition.request.AppSpecification.ImageUri) ? this.#analyses : this.#scripts;
  }

  /** As `AnalysisRunner.run`. `isAgain`: it was begun before, by a server that is no more. */
  async run(job: ProcessingJobRecord, signal: AbortSignal, isAgain = false): Promise<JobOutcome> {
    if (isMonitorImage(job.definition.request.AppSpecification.ImageUri))
      return this.#options.analyses.run(job, signal);
    if (isAgain) return { status: 'Failed', failureReason: leftReason };
    const { status, message = '', said } = await this.#runScript(job, signal);
    signal.throwIfAborted();
    if (status === 'Succeeded') return { status: 'Completed', ...present({ exitMessage: said }) };
    const reason =
      status === 'TimedOut'
        ? 'MaxRuntimeExceeded: the job took longer than StoppingCondition.MaxRuntimeInSeconds.'
        : `AlgorithmError: ${message}`;
    return { status: 'Failed', failureReason: failureReason(reason), ...present({ exitMessage: said }) };
  }

  async #runScript(job: ProcessingJobRecord, signal: AbortSignal): Promise<SparkOutcome> {
    const { sparks, scripts, images } = this.#options;
    const id = job.arn.replaceAll(/[^\w-]/g, '-');
    if (isSparkImage(job.definition.request.AppSpecification.ImageUri))
      return sparks.run(id, sparkProcessing(job), signal);
    try {
      return await scripts.run(id, scriptProcessing(job, images), signal);
    } catch (error) {
      // The operator has taken the image's rule away since.
      if (error instanceof SubmissionError) return { status: 'Failed', message: error.message };
      throw error;
    }
  }
}
