/**
 * Evaluates SQL expressions as a saved SQLTransformer does and compares with Spark's answers, as `spark_statements.py` writes
 * them: `sh scripts/with-node.sh scripts/random-models/compare-statements.ts FILE.jsonl`. Prints every expression that differs, is named otherwise or
 * is not read, and ends with 1 if one differs.
 */
import { ScoringError } from '../../packages/scoring/src/scoring-error.ts';
import { askAgain, readAskedExpressions } from '../../packages/scoring/test/spark/sql/asked-statements.ts';

const { input, asked } = readAskedExpressions(process.argv[2] ?? '');
const print = (line: string) => process.stdout.write(`${line}\n`);
const counts = { equal: 0, different: 0, 'not read': 0 };
for (const one of asked) {
  const head = `${one.ansi ? 'ansi' : '    '} ${one.expression}`;
  try {
    const { name, differences } = await askAgain(input, one);
    counts[differences.length === 0 ? 'equal' : 'different']++;
    const [first] = differences;
    if (first !== undefined)
      print(`DIFFERS ${head}\n    ${one.type}, ${differences.length} rows: ${JSON.stringify(first)}`);
    if (name !== one.name) print(`NAMED ${head}\n    ${name}\n    ${one.name}`);
  } catch (error) {
    if (!(error instanceof ScoringError)) throw error;
    counts['not read']++;
    print(`NOT READ ${head}\n    ${error.message}`);
  }
}
print(JSON.stringify(counts));
process.exitCode = counts.different > 0 ? 1 : 0;
