import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readArchive } from '../../../../server/src/platform/artifact/read-archive.ts';
import { savedBoosters } from '../../../../server/src/serving/container/saved-boosters.ts';
import { decodeJsonRows, encodeJsonRows } from '../../../src/formats/json-rows.ts';
import type { Schema } from '../../../src/frame/schema.ts';
import type { ModelFiles } from '../../../src/model-files.ts';
import { openSavedPipeline } from '../../../src/spark/from-spark-save/load-saved-pipeline.ts';
import {
  type Answer,
  columnType,
  type GoldenCase,
  goldenCases,
  type SchemaColumn,
} from '../from-mleap-bundle/golden-case.ts';

const root = resolve(import.meta.dirname, '../../../../../test/golden/spark');

/** A pipeline that one release of Spark saved, with its own answers. */
export interface SavedCase extends GoldenCase {
  readonly version: string;
}

/** The releases that there are cases of. */
export const savedVersions = existsSync(root) ? readdirSync(root).filter((name) => /^\d/.test(name)) : [];

/** The cases of a folder of one release. */
export function savedCasesIn(folder: string, version: string): SavedCase[] {
  return goldenCases(folder).map((golden) => ({ ...golden, version, spark: golden.spark ?? [] }));
}

export function savedCases(): SavedCase[] {
  return savedVersions.flatMap((version) => savedCasesIn(join(root, version), version));
}

/** The public transformers and models of one release. */
export function publicClasses(version: string): string[] {
  return JSON.parse(readFileSync(join(root, version, 'public-classes.json'), 'utf8')) as string[];
}

export async function readSavedCase({ folder }: SavedCase): Promise<ModelFiles> {
  return readArchive(readFileSync(join(folder, 'model.tar.gz')));
}

/** The columns that `schema.json` names. */
export function inputSchema({ folder }: SavedCase): Schema {
  const { input } = JSON.parse(readFileSync(join(folder, 'schema.json'), 'utf8')) as { input: SchemaColumn[] };
  return { fields: input.map((column) => ({ name: column.name, type: columnType(column) })) };
}

export async function scoreSavedCase(golden: SavedCase): Promise<Answer[]> {
  const pipeline = await openSavedPipeline(await readSavedCase(golden), savedBoosters);
  const ansi = golden.name.startsWith('sql-') ? { ansi: golden.name.endsWith('-ansi') } : {};
  const scorer = pipeline.compile({ input: inputSchema(golden), ...ansi });
  return encodeJsonRows(scorer.scoreShared(decodeJsonRows(golden.rows, scorer.inputSchema))) as Answer[];
}

/** The classes of the stages in a case, without their package. */
export async function stageKinds(golden: SavedCase): Promise<ReadonlySet<string>> {
  const kinds = new Set<string>();
  for (const [path, bytes] of await readSavedCase(golden)) {
    if (!/(^|\/)metadata\/part-[^/]*$/.test(path)) continue;
    const { class: name } = JSON.parse(new TextDecoder().decode(bytes)) as { class: string };
    kinds.add(name.slice(name.lastIndexOf('.') + 1));
  }
  return kinds;
}

/** Rows where we answer otherwise on purpose, each with its reason in docs/spark-coverage.md. */
export const deviations: Readonly<Record<string, readonly number[] | 'all'>> = {
  // MMLSpark reads what stands behind a vector that is too short.
  '2.4 lightgbm-regressor': [13],
  '2.4 lightgbm-two-prediction-alone': [13],
  // A tree answers a vector that is too short if it does not look at what is missing; we refuse it.
  'cross-validator': [11],
  'train-validation-split': [11],
  'tree-classifier-stump': [11, 12],
  'tree-classifier-three': [12],
  'tree-classifier-thresholds': [11],
  'tree-classifier-two': [12],
  'tree-regressor': [12],
  'tree-regressor-plain': [12],
};

/** BLAS and eigensolvers decide the last digits of some stages in the JVM. */
export function toleranceOf(name: string): number {
  if (name.startsWith('lda')) return 1e-3; // starts at random in Spark
  return /logistic|gauss|pca|glm|gbt|word-to|dct|perceptron|one-vs-rest|fm-|linear|svc|xgboost/.test(name)
    ? 1e-6
    : 1e-12;
}
