import { type AnalysisContext, exitMessage, listAll, readJson, writeFiles } from '../analysis-context.ts';
import type { AnalysisPlan } from '../analysis-plan.ts';
import { readDataset } from '../datasets/read-dataset.ts';
import { readLines } from '../datasets/read-lines.ts';
import { MonitoringError } from '../monitoring-error.ts';
import { cellAt } from './cell-at.ts';
import { measureQuality, type Quality } from './measure-quality.ts';
import { mergedRows } from './merged-rows.ts';
import { findQualityViolations, readQualityConstraints } from './quality-constraints.ts';
import type { QualityPlan } from './quality-plan.ts';
import { qualityStatistics, suggestQualityConstraints } from './quality-statistics.ts';
import { Samples } from './samples.ts';

/** An analysis of the quality of a model. */
export type QualityAnalysisPlan = AnalysisPlan & { readonly quality: QualityPlan };

/**
 * Reads predictions and labels, compares the metrics with the constraints of the baseline if there is one, and writes statistics.json,
 * constraints.json, and then constraint_violations.json. Throws `MonitoringError`, or what reading an object throws. `evaluatedAt`:
 * milliseconds since 1970.
 */
export async function runQualityAnalysis(
  plan: QualityAnalysisPlan,
  context: AnalysisContext,
  evaluatedAt: number,
): Promise<{ readonly exitMessage: string; readonly quality: Quality }> {
  const { problem } = plan.quality;
  const { baseline } = plan;
  const constraints = baseline && readQualityConstraints(await readJson(baseline.constraints, context.store), problem);
  if (constraints?.length === 0)
    throw new MonitoringError(`The baseline has no constraints of ${problem}: is it one of ModelQualityMonitor?`);
  const quality = measureQuality(problem, await samplesOf(plan, context));
  const files = {
    'statistics.json': qualityStatistics(quality, evaluatedAt),
    'constraints.json': suggestQualityConstraints(quality),
  };
  await writeFiles(plan, files, context);
  if (constraints === undefined) return { exitMessage: exitMessage(0), quality };
  const violations = findQualityViolations(quality, constraints);
  await writeFiles(plan, { 'constraint_violations.json': { violations } }, context);
  for (const { description } of violations) context.onLine(description);
  return { exitMessage: exitMessage(violations.length), quality };
}

async function samplesOf(plan: QualityAnalysisPlan, context: AnalysisContext): Promise<Samples> {
  const { labels } = plan.quality;
  const samples = new Samples(plan.quality);
  if (labels === undefined) await readMerged(plan, { samples, context });
  else await readSamples(plan, labels, { samples, context });
  const { count, first } = samples.leftOut;
  if (count > 0) context.onLine(`${count} samples are left out; of the first, ${first}`);
  if (samples.count === 0)
    throw new MonitoringError(
      count === 0
        ? 'Job inputs had no data: there are no rows with labels of the time that is analysed.'
        : `Job inputs had no data: none of ${count} samples fits ${plan.quality.problem}; of the first, ${first}.`,
    );
  context.onLine(`${samples.count} samples`);
  return samples;
}

interface Gathering {
  readonly samples: Samples;
  readonly context: AnalysisContext;
}

/** Answers were merged with their labels. */
async function readMerged({ inputs, window }: AnalysisPlan, { samples, context }: Gathering): Promise<void> {
  let unread = 0;
  for (const object of await listAll(inputs, context))
    for await (const line of readLines(object, context)) {
      const rows = mergedRows(line, window);
      if (rows === undefined) unread++;
      else for (const { row, label } of rows) samples.add(row, label);
    }
  if (unread > 0) context.onLine(`${unread} merged requests cannot be read, and are left out`);
}

/** Predictions and labels are columns of the same rows. */
async function readSamples(
  { inputs, format, window }: AnalysisPlan,
  labels: string,
  { samples, context }: Gathering,
): Promise<void> {
  const { store, signal } = context;
  const reading = { format, capture: { names: [], ...window }, store, signal };
  const into = { add: (row: Parameters<Samples['add']>[0]) => samples.add(row, cellAt(row, labels)) };
  for (const object of await listAll(inputs, context)) await readDataset(object, into, reading);
}
