/**
 * Scores saved Spark stages and pipelines and compares with Spark's answers, row by row:
 * `sh scripts/with-node.sh scripts/random-models/compare-saved.ts FOLDER [part of a case's name]` over cases as `spark_pipelines.py` writes them. Prints
 * every case that differs or is refused, and ends with 1 if there is one.
 */
import { goldenCases, isSameAnswer } from '../../packages/scoring/test/spark/from-mleap-bundle/golden-case.ts';
import { scoreSavedCase } from '../../packages/scoring/test/spark/from-spark-save/saved-case.ts';

const [folder = '.', part = ''] = process.argv.slice(2);
const tolerance = 1e-6; // BLAS and eigensolvers decide the last digits of some stages
const print = (line: string) => process.stdout.write(`${line}\n`);
const cases = goldenCases(folder).filter(({ name }) => name.includes(part));
let different = 0;
for (const golden of cases) {
  try {
    const answers = await scoreSavedCase({ ...golden, version: '' });
    const wrong = (golden.spark ?? []).flatMap((wanted, row) => {
      return isSameAnswer(answers[row], wanted, tolerance, true)
        ? []
        : [{ asked: golden.rows[row], got: answers[row], wanted }];
    });
    if (wrong.length === 0) continue;
    print(`DIFFERS ${golden.name}, ${wrong.length} of ${golden.rows.length} rows\n    ${JSON.stringify(wrong[0])}`);
  } catch (error) {
    print(`REFUSED ${golden.name}\n    ${(error as Error).message}`);
  }
  different++;
}
print(`${cases.length} cases, ${different} different`);
process.exitCode = different > 0 ? 1 : 0;
