import { failureReason } from '../../contract/failure-reason.ts';
import { regionOf } from '../../contract/qualified-name.ts';
import { minuteOf } from '../../platform/metrics/metric.ts';
import type { MetricWriter } from '../../platform/metrics/metric-writer.ts';
import type { ObjectStore } from '../../platform/storage/object-store.ts';
import { ObjectStoreError } from '../../platform/storage/object-store-error.ts';
import type { CaptureWriter } from '../capture/capture-writer.ts';
import { type ContainerLogs, processingStream } from '../container-logs.ts';
import type { ProcessingJobRecord } from '../records/processing-job-record.ts';
import { ObjectFailure } from '../transform-job/object-failure.ts';
import { InputError } from '../transform-job/records/input-objects.ts';
import { TooManyColumnsError } from './analysis/data-profile.ts';
import { type AnalysisPlan, compileAnalysisPlan } from './analysis-plan.ts';
import { featureMetrics } from './feature-metrics.ts';
import { MonitoringError } from './monitoring-error.ts';
import type { AnalysisResult } from './run-analysis.ts';

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
      outcome = { status: 'Completed', exitMessage: await this.#analyse(job, { signal, onLine }) };
    } catch (error) {
      signal.throwIfAborted();
      const reason = reasonOf(error);
      if (reason === undefined) throw error;
      outcome = { status: 'Failed', failureReason: failureReason(reason) };
    }
    onLine(outcome.status === 'Completed' ? outcome.exitMessage : outcome.failureReason);
    // A caller who sees that the job has ended reads its log next.
    await logs.flush();
    return outcome;
  }

  async #analyse(job: ProcessingJobRecord, { signal, onLine }: Running): Promise<string> {
    const plan = compileAnalysisPlan(job.definition.request);
    if (plan.format.kind === 'capture') await this.#options.captures.flush();
    const limit = AbortSignal.timeout(plan.maxRuntimeMs);
    const context = { store: this.#options.objects, signal: AbortSignal.any([signal, limit]), onLine };
    // Loaded here, with the readers of all formats: most servers monitor nothing.
    const { runAnalysis } = await import('./run-analysis.ts');
    const result = await runAnalysis(plan, context).catch((error: unknown) => {
      if (!limit.aborted) throw error;
      throw new MonitoringError('MaxRuntimeExceeded: the job took longer than StoppingCondition.MaxRuntimeInSeconds.');
    });
    await this.#publish(plan, result, job);
    return result.exitMessage;
  }

  async #publish(
    { metrics: of }: AnalysisPlan,
    { profile, baseline }: AnalysisResult,
    job: ProcessingJobRecord,
  ): Promise<void> {
    if (of === undefined) return;
    const { metrics, now } = this.#options;
    await metrics.add(featureMetrics(profile, baseline, { ...of, region: regionOf(job.name), time: minuteOf(now()) }));
  }
}

interface Running {
  readonly signal: AbortSignal;
  readonly onLine: (line: string) => void;
}

const ownFaults = [MonitoringError, ObjectFailure, InputError, TooManyColumnsError, ObjectStoreError];

/** Why a job has failed; undefined for what is no fault of the job. */
function reasonOf(error: unknown): string | undefined {
  return error instanceof Error && ownFaults.some((fault) => error instanceof fault) ? error.message : undefined;
}
