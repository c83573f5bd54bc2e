import { parentPort, workerData } from 'node:worker_threads';
import { ObjectStoreError } from '../../../platform/storage/object-store-error.ts';
import { giveWay } from '../../../platform/system/give-way.ts';
import { ObjectFailure } from '../../transform-job/object-failure.ts';
import { InputError } from '../../transform-job/records/input-objects.ts';
import { TooManyColumnsError } from '../analysis/data-profile.ts';
import { featureMetrics } from '../feature-metrics.ts';
import { MonitoringError } from '../monitoring-error.ts';
import { qualityMetrics } from '../quality/quality-metrics.ts';
import { runMerge } from '../quality/run-merge.ts';
import { runQualityAnalysis } from '../quality/run-quality-analysis.ts';
import { runAnalysis } from '../run-analysis.ts';
import { toCrossingFault } from './crossing-fault.ts';
import { RemoteObjects } from './remote-objects.ts';
import type { AnalysisEnd, AnalysisTask, ObjectAnswer, ThreadMessage } from './thread-messages.ts';

const port = parentPort as NonNullable<typeof parentPort>;
const post = (message: ThreadMessage) => port.postMessage(message);
const objects = new RemoteObjects(post);

// Requests to endpoints have precedence, and then what their threads do.
giveWay(5);
port.on('message', (answer: ObjectAnswer) => objects.take(answer));
void analyse(workerData as AnalysisTask).finally(() => port.close());

const ownFaults = [MonitoringError, ObjectFailure, InputError, TooManyColumnsError, ObjectStoreError];

async function analyse(task: AnalysisTask): Promise<void> {
  try {
    post({ end: await endOf(task) });
  } catch (error) {
    const isOwn = ownFaults.some((fault) => error instanceof fault);
    post(isOwn ? { end: { failure: (error as Error).message } } : { error: toCrossingFault(error) });
  }
}

async function endOf({ work, region, time }: AnalysisTask): Promise<AnalysisEnd> {
  // A thread whose analysis is stopped is ended.
  const { signal } = new AbortController();
  const context = { store: objects.store, signal, onLine: (line: string) => post({ line }) };
  if ('merge' in work) return { ...(await runMerge(work.merge, context)), metrics: [] };
  const { analysis: plan } = work;
  const of = plan.metrics === undefined ? undefined : { ...plan.metrics, region, time };
  const { quality: asked } = plan;
  if (asked !== undefined) {
    const { exitMessage, quality } = await runQualityAnalysis({ ...plan, quality: asked }, context, time);
    return { exitMessage, metrics: of === undefined ? [] : qualityMetrics(quality, of) };
  }
  const { exitMessage, profile, baseline } = await runAnalysis(plan, context);
  return { exitMessage, metrics: of === undefined ? [] : featureMetrics(profile, baseline, of) };
}
