/**
 * Holds what MLeap's runtime answered to the bundles of `export-cases.ts` against Spark's answers, prints what differs, and keeps it as
 * a golden file (not of CASES, which are other ones), each difference with what is known of MLeap that explains it. Exit status 1 if the
 * runtime does not load a bundle, or nothing explains a difference.
 *
 *     sh scripts/with-node.sh --conditions=source scripts/exported-bundles/keep-answers.ts FOLDER [CASES]
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Answer, isSameAnswer } from '../../packages/scoring/test/spark/from-mleap-bundle/golden-case.ts';
import {
  type SavedCase,
  savedCases,
  savedCasesIn,
  stageKinds,
  toleranceOf,
} from '../../packages/scoring/test/spark/from-spark-save/saved-case.ts';
import { exportCase } from '../../packages/scoring/test/spark/to-mleap-bundle/export-case.ts';
import {
  bundleDigest,
  type ExportedAnswers,
  exportedAnswersPath,
} from '../../packages/scoring/test/spark/to-mleap-bundle/exported-answers.ts';
import { explain } from '../../packages/scoring/test/spark/to-mleap-bundle/known-differences.ts';

const [target = '', cases] = process.argv.slice(2);
const counts = { bundles: 0, rows: 0, failed: 0, spared: 0, different: 0, refused: 0, unread: 0, unexplained: 0 };
const kept: ExportedAnswers[] = [];
for (const golden of cases === undefined ? savedCases() : savedCasesIn(cases, 'random'))
  kept.push(await answersTo(golden));
if (cases === undefined)
  writeFileSync(exportedAnswersPath, kept.map((answers) => `${JSON.stringify(answers)}\n`).join(''));
console.log(JSON.stringify(counts));
process.exitCode = counts.unread + counts.unexplained > 0 ? 1 : 0;

async function answersTo(golden: SavedCase): Promise<ExportedAnswers> {
  const name = `${golden.version} ${golden.name}`;
  const files = await exportCase(golden);
  if (typeof files === 'string') {
    counts.refused++;
    console.log(`${name}: refused: ${files}`);
    return { case: name, refused: files };
  }
  counts.bundles++;
  const digest = bundleDigest(files);
  const path = join(target, name, 'expected-mleap.jsonl');
  if (!existsSync(path)) {
    counts.unread++;
    console.log(`${name}: NOT LOADED: ${readFileSync(join(target, name, 'mleap-error.txt'), 'utf8').trim()}`);
    return { case: name, digest };
  }
  const runtime = readFileSync(path, 'utf8').trim().split('\n');
  const otherwise: Record<string, Answer> = {};
  const [kinds, texts] = [
    await stageKinds(golden),
    readFileSync(join(golden.folder, 'input.jsonl'), 'utf8').split('\n'),
  ];
  (golden.spark ?? []).forEach((wanted, row) => {
    const answer = JSON.parse(runtime[row] ?? '') as Answer;
    counts.rows++;
    if (isSameAnswer(answer, wanted, toleranceOf(golden.name), false)) return;
    counts[differenceOf(answer, wanted)]++;
    otherwise[row] = answer;
    const why = explain({ kinds, row: texts[row] ?? '', runtime: answer, spark: wanted });
    if (why === undefined) counts.unexplained++;
    console.log(
      `${name} row ${row}: ${why ?? 'NOT EXPLAINED'}: runtime ${JSON.stringify(answer)} Spark ${JSON.stringify(wanted)}`,
    );
  });
  return { case: name, digest, ...(Object.keys(otherwise).length === 0 ? {} : { otherwise }) };
}

/** The runtime fails where Spark does not; it answers what Spark refuses; or both answer. */
function differenceOf(answer: Answer, wanted: Answer): 'failed' | 'spared' | 'different' {
  if ('error' in answer) return 'failed';
  return 'error' in wanted ? 'spared' : 'different';
}
