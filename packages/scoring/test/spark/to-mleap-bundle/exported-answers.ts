import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ModelFiles } from '../../../src/model-files.ts';
import type { Answer } from '../from-mleap-bundle/golden-case.ts';

/** What became of one golden saved pipeline as a bundle, by MLeap's runtime 0.20.0. */
export interface ExportedAnswers {
  /** Release of Spark and name of the case. */
  readonly case: string;
  /** Why it is no bundle. */
  readonly refused?: string;
  /** Of the bundle that the runtime was asked with. */
  readonly digest?: string;
  /** The runtime's answers by the number of the row, where they are not Spark's; it answers all others as Spark does. */
  readonly otherwise?: Readonly<Record<string, Answer>>;
}

export const exportedAnswersPath = resolve(
  import.meta.dirname,
  '../../../../../test/golden/exported-bundles/answers.jsonl',
);

export function readExportedAnswers(): ReadonlyMap<string, ExportedAnswers> {
  if (!existsSync(exportedAnswersPath)) return new Map();
  const lines = readFileSync(exportedAnswersPath, 'utf8').trim().split('\n');
  return new Map(
    lines.map((line) => JSON.parse(line) as ExportedAnswers).map((answers) => [answers.case, answers] as const),
  );
}

/** Names what is in a bundle, in a short form. */
export function bundleDigest(files: ModelFiles): string {
  const hash = createHash('sha256');
  for (const [path, bytes] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) hash.update(`${path}\0`).update(bytes);
  return hash.digest('hex').slice(0, 16);
}
