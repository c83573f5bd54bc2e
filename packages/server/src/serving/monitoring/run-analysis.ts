import { uriOf } from '../../contract/s3-uri.ts';
import type { ReadableObjects } from '../../platform/storage/object-store.ts';
import { DataProfile } from './analysis/data-profile.ts';
import { type Baseline, findViolations } from './analysis/find-violations.ts';
import { readConstraints } from './analysis/read-constraints.ts';
import { readStatistics } from './analysis/read-statistics.ts';
import { statisticsFile } from './analysis/statistics-file.ts';
import { suggestConstraints } from './analysis/suggest-constraints.ts';
import { type AnalysisContext, exitMessage, listAll, readJson, writeFiles } from './analysis-context.ts';
import type { AnalysisPlan } from './analysis-plan.ts';
import { readDataset } from './datasets/read-dataset.ts';
import { MonitoringError } from './monitoring-error.ts';

/** The result of an analysis. */
export interface AnalysisResult {
  readonly exitMessage: string;
  readonly profile: DataProfile;
  readonly baseline: Baseline;
}

const noBaseline: Baseline = { constraints: [], statistics: new Map() };

/**
 * Reads all data, compares it with the baseline if there is one, and writes statistics.json, constraints.json, and then
 * constraint_violations.json. Throws `MonitoringError`, or what reading an object throws.
 */
export async function runAnalysis(plan: AnalysisPlan, context: AnalysisContext): Promise<AnalysisResult> {
  const baseline = await readBaseline(plan, context.store);
  const profile = await profileOf(plan, baseline, context);
  await writeFiles(
    plan,
    { 'statistics.json': statisticsFile(profile), 'constraints.json': suggestConstraints(profile) },
    context,
  );
  if (plan.baseline === undefined) return { exitMessage: exitMessage(0), profile, baseline };
  const violations = findViolations(profile, baseline);
  await writeFiles(plan, { 'constraint_violations.json': { violations } }, context);
  for (const { feature_name: name, constraint_check_type: check, description } of violations)
    context.onLine(`${name}: ${check}: ${description}`);
  return { exitMessage: exitMessage(violations.length), profile, baseline };
}

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
