import { failureReason } from '../../contract/failure-reason.ts';
import type { AnalysisOutcome, AnalysisRunner } from '../monitoring/analysis-runner.ts';
import type { ProcessingJobRecord } from '../records/processing-job-record.ts';
import type { SparkRunner } from '../spark-jobs/spark-runner.ts';
import { isSparkImage, sparkProcessing } from './spark-processing.ts';

export interface ProcessingRunnerOptions {
  readonly analyses: Pick<AnalysisRunner, 'run'>;
  readonly sparks: Pick<SparkRunner, 'run'>;
}

/** What a job is told whose server was killed. */
const leftReason =
  'InternalServerError: the server ended while the job was under way. It is not repeated, since a script may have written a part of its output.';

/** Carries out processing jobs, each by its image. */
export class ProcessingRunner {
  readonly #options: ProcessingRunnerOptions;

  constructor(options: ProcessingRunnerOptions) {
    this.#options = options;
  }

  /** As `AnalysisRunner.run`. `isAgain`: it was begun before, by a server that is no more. */
  async run(job: ProcessingJobRecord, signal: AbortSignal, isAgain = false): Promise<AnalysisOutcome> {
    const { analyses, sparks } = this.#options;
    if (!isSparkImage(job.definition.request.AppSpecification.ImageUri)) return analyses.run(job, signal);
    if (isAgain) return { status: 'Failed', failureReason: leftReason };
    const id = job.arn.replaceAll(/[^\w-]/g, '-');
    const { status, message = '', said } = await sparks.run(id, sparkProcessing(job), signal);
    signal.throwIfAborted();
    if (status === 'Succeeded') return { status: 'Completed', exitMessage: said ?? '' };
    if (status === 'TimedOut')
      return {
        status: 'Failed',
        failureReason: 'MaxRuntimeExceeded: the job took longer than StoppingCondition.MaxRuntimeInSeconds.',
      };
    return { status: 'Failed', failureReason: failureReason(`AlgorithmError: ${message}`) };
  }
}
