import { type S3Uri, uriOf } from '../../../contract/s3-uri.ts';
import { type AnalysisContext, listAll, writeFiles } from '../analysis-context.ts';
import type { AnalysisPlan } from '../analysis-plan.ts';
import { readLines } from '../datasets/read-lines.ts';
import { MonitoringError } from '../monitoring-error.ts';
import { GroundTruth } from './ground-truth.ts';
import { type MergedCapture, mergeCapture } from './merge-capture.ts';
import type { Samples } from './samples.ts';

export type MergePlan = Pick<AnalysisPlan, 'inputs' | 'output' | 'window'> & { readonly groundTruth: readonly S3Uri[] };

/** How many requests ended in each way. */
type Counts = Record<MergedCapture['kind'], number>;

/**
 * Joins captured requests with their ground truth, and writes what became of how many into catenary_report.json. Throws
 * `MonitoringError` if nothing is joined.
 */
export async function mergeSamples(plan: MergePlan, samples: Samples, context: AnalysisContext): Promise<void> {
  const { truth, unread } = await readGroundTruth(plan.groundTruth, context);
  const counts: Counts = { merged: 0, outside: 0, unread: 0, unlabelled: 0, mismatched: 0 };
  for (const object of await listAll(plan.inputs, context))
    for await (const line of readLines(object, context)) {
      const found = mergeCapture(line, truth, plan.window);
      counts[found.kind]++;
      if (found.kind === 'merged') for (const { row, label } of found.rows) samples.add(row, label);
    }
  const report = reportOf(counts, truth, unread);
  context.onLine(`merged with ground truth: ${JSON.stringify(report)}`);
  await writeFiles(plan, { 'catenary_report.json': { merge: report } }, context);
  if (counts.merged === 0) throw new MonitoringError(nothingMerged(plan, report));
}

async function readGroundTruth(inputs: readonly S3Uri[], context: AnalysisContext) {
  const truth = new GroundTruth();
  let unread = 0;
  for (const object of await listAll(inputs, context))
    for await (const line of readLines(object, context)) if (!truth.add(line)) unread++;
  return { truth, unread };
}

/** Counts of requests. */
type Report = ReturnType<typeof reportOf>;

const reportOf = (counts: Counts, truth: GroundTruth, unread: number) => ({
  merged: counts.merged,
  captured_without_ground_truth: counts.unlabelled,
  captured_with_other_number_of_rows: counts.mismatched,
  captured_unreadable: counts.unread,
  ground_truth: truth.count,
  ground_truth_without_capture: truth.unmergedCount,
  ground_truth_unreadable: unread,
});

function nothingMerged({ inputs, groundTruth }: MergePlan, report: Report): string {
  const { captured_without_ground_truth: captured, captured_with_other_number_of_rows: mismatched } = report;
  const below = (places: readonly S3Uri[]) => places.slice(0, 1).map(uriOf).join('');
  if (mismatched > 0)
    return `Job inputs had no data: of ${mismatched} requests, ground truth has another number of rows than the answer.`;
  if (captured === 0)
    return `Job inputs had no data: no request of the time that is analysed was captured below ${below(inputs)} and its neighbours.`;
  if (report.ground_truth === 0)
    return `Job inputs had no data: there is no ground truth below ${below(groundTruth)} or the folders of the hours after it.`;
  return (
    `Job inputs had no data: none of ${captured} captured requests has one of the ${report.ground_truth} ids of the ground truth: ` +
    'eventId there must be the inferenceId of the request or, without one, the eventId of its capture.'
  );
}
