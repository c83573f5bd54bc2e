import { placeBelow, type S3Uri, uriOf } from '../../contract/s3-uri.ts';
import type { ObjectStore, ReadableObjects } from '../../platform/storage/object-store.ts';
import { type InputObject, listInputObjects } from '../transform-job/records/input-objects.ts';
import { DataProfile } from './analysis/data-profile.ts';
import { type Baseline, findViolations } from './analysis/find-violations.ts';
import { readConstraints } from './analysis/read-constraints.ts';
import { readStatistics } from './analysis/read-statistics.ts';
import { statisticsFile } from './analysis/statistics-file.ts';
import { suggestConstraints } from './analysis/suggest-constraints.ts';
import type { AnalysisPlan } from './analysis-plan.ts';
import { readDataset } from './datasets/read-dataset.ts';
import { MonitoringError } from './monitoring-error.ts';

export interface AnalysisContext {
  readonly store: ReadableObjects & Pick<ObjectStore, 'putObject'>;
  readonly signal: AbortSignal;
  /** Takes a line of the job's log. */
  readonly onLine: (line: string) => void;
}

/** The result of an analysis. */
export interface AnalysisResult {
  readonly exitMessage: string;
  readonly profile: DataProfile;
  readonly baseline: Baseline;
}

const noBaseline: Baseline = { constraints: [], statistics: new Map() };
/** The most bytes that a file of the baseline may have. */
const maxBaselineBytes = 128 * 1024 ** 2;

/**
 * Reads all data, compares it with the baseline if there is one, and writes statistics.json, constraints.json, and then
 * constraint_violations.json. Throws `MonitoringError`, or what reading an object throws.
 */
export async function runAnalysis(plan: AnalysisPlan, context: AnalysisContext): Promise<AnalysisResult> {
  const baseline = await readBaseline(plan, context.store);
  const profile = await profileOf(plan, baseline, context);
  await write(
    plan,
    { 'statistics.json': statisticsFile(profile), 'constraints.json': suggestConstraints(profile) },
    context,
  );
  if (plan.baseline === undefined) return { exitMessage: withoutViolations, profile, baseline };
  const violations = findViolations(profile, baseline);
  await write(plan, { 'constraint_violations.json': { violations } }, context);
  for (const { feature_name: name, constraint_check_type: check, description } of violations)
    context.onLine(`${name}: ${check}: ${description}`);
  const count = violations.length;
  const exitMessage =
    count === 0 ? withoutViolations : `CompletedWithViolations: Job completed successfully with ${count} violations.`;
  return { exitMessage, profile, baseline };
}

const withoutViolations = 'Completed: Job completed successfully with no violations.';

async function profileOf(plan: AnalysisPlan, baseline: Baseline, context: AnalysisContext): Promise<DataProfile> {
  const { store, signal, onLine } = context;
  const objects = await listAll(plan.inputs, context);
  const profile = new DataProfile();
  const names = baseline.constraints.map(({ name }) => name);
  const reading = { format: plan.format, capture: { names, ...plan.window }, store, signal };
  let unread = 0;
  for (const object of objects) unread += await readDataset(object, profile, reading);
  onLine(`${objects.length} objects, ${profile.rowCount} rows, ${profile.columns.length} columns`);
  if (unread > 0) onLine(`${unread} captured requests cannot be read as CSV or JSON, and are left out`);
  if (profile.rowCount === 0) throw new MonitoringError(noData(plan, { objects: objects.length, unread }));
  return profile;
}

async function listAll(inputs: readonly S3Uri[], { store, signal }: AnalysisContext): Promise<InputObject[]> {
  const lists: InputObject[][] = [];
  for (const place of inputs) {
    if ((await store.headBucket(place.bucket)) === undefined)
      throw new MonitoringError(`The bucket ${place.bucket} does not exist.`);
    lists.push(await listInputObjects({ place, listing: 'prefix' }, store, signal));
  }
  return lists.flat();
}

/** The service's words, and then why. */
function noData({ format, inputs }: AnalysisPlan, { objects, unread }: { objects: number; unread: number }): string {
  const where = inputs.map(uriOf);
  const at = `${where.slice(0, 3).join(', ')}${where.length > 3 ? ` and ${where.length - 3} more` : ''}`;
  if (objects === 0) {
    const why =
      format.kind === 'capture' ? ': were there requests, is DataCaptureConfig on, and what is its sampling?' : '.';
    return `Job inputs had no data: there are no objects below ${at}${why}`;
  }
  if (unread > 0) return `Job inputs had no data: none of ${unread} captured requests below ${at} is CSV or JSON.`;
  return `Job inputs had no data: the ${objects} objects below ${at} have no rows of the time that is analysed.`;
}

async function readBaseline({ baseline }: AnalysisPlan, store: ReadableObjects): Promise<Baseline> {
  if (baseline === undefined) return noBaseline;
  const constraints = readConstraints(await readJson(baseline.constraints, store));
  if (constraints.length === 0) throw new MonitoringError(`${uriOf(baseline.constraints)} has no features.`);
  const statistics = baseline.statistics === undefined ? {} : await readJson(baseline.statistics, store);
  return { constraints, statistics: readStatistics(statistics) };
}

async function readJson(place: S3Uri, store: ReadableObjects): Promise<unknown> {
  const uri = uriOf(place);
  if ((await store.headObject(place)) === undefined) throw new MonitoringError(`The baseline ${uri} does not exist.`);
  const text = (await store.readObject(place, maxBaselineBytes)).toString();
  try {
    const file: unknown = JSON.parse(text);
    return file;
  } catch {
    throw new MonitoringError(`The baseline ${uri} is not JSON.`);
  }
}

async function write(
  { output }: AnalysisPlan,
  files: Readonly<Record<string, object>>,
  { store, signal }: AnalysisContext,
) {
  for (const [name, content] of Object.entries(files)) {
    signal.throwIfAborted();
    const body = Buffer.from(JSON.stringify(content));
    await store.putObject(placeBelow(output, name), body, { contentType: 'application/json' });
  }
}
