import { placeBelow, type S3Uri, uriOf } from '../../../contract/s3-uri.ts';
import type { InputObject } from '../../transform-job/records/input-objects.ts';
import { type AnalysisContext, listAll, writeFiles } from '../analysis-context.ts';
import { readLines } from '../datasets/read-lines.ts';
import type { MergePlan } from '../merge-plan.ts';
import { MonitoringError } from '../monitoring-error.ts';
import { GroundTruth } from './ground-truth.ts';
import { type MergedCapture, mergeCapture } from './merge-capture.ts';

/** How many requests ended in each way. */
type Counts = Record<MergedCapture['kind'], number>;

/** The most bytes of joined requests of one object: files of data capture are far smaller. */
const maxObjectBytes = 256 * 1024 ** 2;

/**
 * Joins captured requests with their ground truth: each object becomes one of the same path below the output, and what became of how
 * many is written into catenary_report.json. All of an object is joined, whatever time is analysed: two runs over one hour write the
 * same. Throws `MonitoringError` if nothing is joined, or what reading an object throws.
 */
export async function runMerge(plan: MergePlan, context: AnalysisContext): Promise<{ readonly exitMessage: string }> {
  const { truth, unread } = await readGroundTruth(plan.groundTruth, context);
  const counts: Counts = { merged: 0, unread: 0, unlabelled: 0, mismatched: 0 };
  for (const { place, folder } of plan.inputs)
    for (const object of await listAll([place], context)) {
      const lines = await mergeObject(object, { truth, counts, context });
      const path = [folder, object.relativePath.replace(/\.gz$/, '')].filter((part) => part !== '').join('/');
      if (lines.length > 0) await writeLines(placeBelow(plan.output, path), lines, context);
    }
  const report = reportOf(counts, truth, unread);
  context.onLine(`merged with ground truth: ${JSON.stringify(report)}`);
  if (plan.report !== undefined)
    await writeFiles({ output: plan.report }, { 'catenary_report.json': { merge: report } }, context);
  if (counts.merged === 0) throw new MonitoringError(nothingMerged(plan, report));
  return { exitMessage: `Completed: ${counts.merged} captured requests were merged with their ground truth.` };
}

interface Merging {
  readonly truth: GroundTruth;
  readonly counts: Counts;
  readonly context: AnalysisContext;
}

async function mergeObject(object: InputObject, { truth, counts, context }: Merging): Promise<string[]> {
  const lines: string[] = [];
  let bytes = 0;
  for await (const line of readLines(object, context)) {
    const found = mergeCapture(line, truth);
    counts[found.kind]++;
    if (found.kind !== 'merged') continue;
    lines.push(found.line);
    bytes += Buffer.byteLength(found.line) + 1;
    if (bytes > maxObjectBytes)
      throw new MonitoringError(
        `Joined requests of ${uriOf(object)} have more than ${maxObjectBytes} bytes: divide it into several objects.`,
      );
  }
  return lines;
}

async function writeLines(place: S3Uri, lines: readonly string[], { store, signal }: AnalysisContext): Promise<void> {
  signal.throwIfAborted();
  await store.putObject(place, Buffer.from(`${lines.join('\n')}\n`), { contentType: 'application/jsonlines' });
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
    return `Job inputs had no data: no request was captured below ${below(inputs.map(({ place }) => place))} and its neighbours.`;
  if (report.ground_truth === 0)
    return `Job inputs had no data: there is no ground truth below ${below(groundTruth)} or the folders of the hours after it.`;
  return (
    `Job inputs had no data: none of ${captured} captured requests has one of the ${report.ground_truth} ids of the ground truth: ` +
    'eventId there must be the inferenceId of the request or, without one, the eventId of its capture.'
  );
}
