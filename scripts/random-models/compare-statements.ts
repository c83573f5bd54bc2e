/**
 * Evaluates SQL expressions as a saved SQLTransformer does and compares with Spark's answers, as `spark_statements.py` writes
 * them: `node scripts/random-models/compare-statements.ts FILE.jsonl [name | refused]`. Prints every expression that differs; with
 * `refused` also those that are not read, with `name` also those whose columns would be named otherwise.
 */
import { readFileSync } from 'node:fs';
import { decodeJsonRows, encodeJsonRows } from '../../src/scoring/codec/json-rows.ts';
import { scalar, type BasicType } from '../../src/scoring/frame/data-type.ts';
import { ScoringError } from '../../src/scoring/scoring-error.ts';
import { openSavedPipeline } from '../../src/scoring/spark/load-saved-pipeline.ts';

interface Input {
  readonly schema: Readonly<Record<string, string>>;
  readonly rows: readonly unknown[];
}

interface Asked {
  readonly ansi: boolean;
  readonly version: string;
  readonly expression: string;
  readonly name: string;
  readonly type: string;
  readonly answers: readonly { readonly value?: unknown; readonly error?: string }[];
}

const [file = '', wanted = ''] = process.argv.slice(2);
const [input, ...asked] = readFileSync(file, 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as unknown) as [Input, ...Asked[]];
const words: Readonly<Record<string, BasicType>> = { bigint: 'long', smallint: 'short', tinyint: 'byte' };
const fields = Object.entries(input.schema).map(([name, type]) => ({
  name,
  type: scalar(words[type] ?? (type as BasicType)),
}));

/** The answers under a name of their own: a bare column would be carried, not made. */
async function answer({ ansi, version, expression }: Asked): Promise<{ name: string; rows: unknown[] }> {
  const metadata = {
    class: 'org.apache.spark.ml.feature.SQLTransformer',
    uid: 'sql',
    timestamp: 0,
    sparkVersion: version,
    paramMap: { statement: `SELECT ${expression}, ${expression} AS value_ FROM __THIS__` },
    defaultParamMap: {},
  };
  const files = new Map([['metadata/part-00000', new TextEncoder().encode(JSON.stringify(metadata))]]);
  const scorer = (await openSavedPipeline(files)).compile({ input: { fields }, ansi });
  const rows = encodeJsonRows(scorer.score(decodeJsonRows(input.rows, scorer.inputSchema)));
  return { name: scorer.outputSchema.fields.at(-2)?.name ?? expression, rows };
}

function isEqual(got: unknown, goal: unknown): boolean {
  if (got === goal) return true;
  if (typeof got !== 'number' || typeof goal !== 'number') return false;
  return Math.abs(got - goal) <= 1e-12 * Math.max(Math.abs(got), Math.abs(goal));
}

let [same, refused, different] = [0, 0, 0];
for (const one of asked) {
  const head = `${one.ansi ? 'ansi' : '    '} ${one.expression}`;
  try {
    const { name, rows } = await answer(one);
    const wrong = one.answers.flatMap(({ value, error }, row) => {
      const got = rows[row] as { error?: string; output?: Record<string, unknown> };
      const cell = got.output?.['value_'];
      const isRight = error === undefined ? got.error === undefined && isEqual(cell, value) : got.error !== undefined;
      return isRight ? [] : [{ row, got: got.error ?? cell, wanted: error ?? value }];
    });
    if (wrong.length === 0) same++;
    else different++;
    if (wrong.length > 0)
      console.log(`DIFFERS ${head}\n    ${one.type} ${wrong.length} rows, ${JSON.stringify(wrong[0])}`);
    if (wanted === 'name' && name !== one.name) console.log(`NAMED ${head}\n    ${name}\n    ${one.name}`);
  } catch (error) {
    if (!(error instanceof ScoringError)) throw error;
    refused++;
    if (wanted === 'refused') console.log(`REFUSED ${head}\n    ${error.message.slice(0, 220)}`);
  }
}
console.log(`${asked.length} statements: ${same} equal, ${different} different, ${refused} not read`);
process.exitCode = different > 0 ? 1 : 0;
