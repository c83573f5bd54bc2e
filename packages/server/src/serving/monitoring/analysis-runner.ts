import { failureReason } from '../../contract/failure-reason.ts';
import { regionOf } from '../../contract/qualified-name.ts';
import { minuteOf } from '../../platform/metrics/metric.ts';
import type { MetricWriter } from '../../platform/metrics/metric-writer.ts';
import type { ObjectStore } from '../../platform/storage/object-store.ts';
import type { CaptureWriter } from '../capture/capture-writer.ts';
import { type ContainerLogs, processingStream } from '../container-logs.ts';
import type { ProcessingJobRecord } from '../records/processing-job-record.ts';
import { compileWork } from './compile-work.ts';
import { MonitoringError } from './monitoring-error.ts';
import { runtimeOf } from './runtime-of.ts';
import { runInThread } from './thread/run-in-thread.ts';

export interface AnalysisRunnerOptions {
  readonly objects: ObjectStore;
  /** Writes what was captured a moment ago before an analysis looks for it. */
  readonly captures: Pick<CaptureWriter, 'flush'>;
  readonly metrics: Pick<MetricWriter, 'add'>;
  readonly logs: ContainerLogs;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** How an analysis ended. */
export type AnalysisOutcome =
  | { readonly status: 'Completed'; readonly exitMessage: string }
  | { readonly status: 'Failed'; readonly failureReason: string };

/** Carries out the processing jobs of Model Monitor: analyses, with their logs and metrics. */
export class AnalysisRunner {
  readonly #options: AnalysisRunnerOptions;

  constructor(options: AnalysisRunnerOptions) {
    this.#options = options;
  }

  /** Rejects with the signal's reason, and for what is no fault of the job: the job has not ended then. */
  async run(job: ProcessingJobRecord, signal: AbortSignal): Promise<AnalysisOutcome> {
    const { logs, now } = this.#options;
    const stream = processingStream(job.name, job.startedAt ?? now());
    const onLine = (line: string) => logs.write(stream, line);
    let outcome: AnalysisOutcome;
    try {
      outcome = await this.#analyse(job, { signal, onLine });
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof MonitoringError)) throw error;
      outcome = failed(error.message);
    }
    onLine(outcome.status === 'Completed' ? outcome.exitMessage : outcome.failureReason);
    // A caller who sees that the job has ended reads its log next.
    await logs.flush();
    return outcome;
  }

  async #analyse(job: ProcessingJobRecord, { signal, onLine }: Running): Promise<AnalysisOutcome> {
    const { captures, objects, metrics, now } = this.#options;
    const { request } = job.definition;
    const work = compileWork(request);
    if ('merge' in work || work.analysis.format.kind === 'capture') await captures.flush();
    const limit = AbortSignal.timeout(runtimeOf(request));
    const surroundings = { objects, signal: AbortSignal.any([signal, limit]), onLine };
    const task = { work, region: regionOf(job.name), time: minuteOf(now()) };
    const end = await runInThread(task, surroundings).catch((error: unknown) => {
      if (!limit.aborted) throw error;
      throw new MonitoringError('MaxRuntimeExceeded: the job took longer than StoppingCondition.MaxRuntimeInSeconds.');
    });
    if ('failure' in end) return failed(end.failure);
    if (end.metrics.length > 0) await metrics.add(end.metrics);
    return { status: 'Completed', exitMessage: end.exitMessage };
  }
}

interface Running {
  readonly signal: AbortSignal;
  readonly onLine: (line: string) => void;
}

const failed = (reason: string): AnalysisOutcome => ({ status: 'Failed', failureReason: failureReason(reason) });
