import { readFileSync } from 'node:fs';
import { decodeJsonRows, encodeJsonRows } from '../../../src/formats/json-rows.ts';
import { type BasicType, scalar } from '../../../src/frame/data-type.ts';
import { openSavedPipeline } from '../../../src/spark/from-spark-save/load-saved-pipeline.ts';

/** The rows that all expressions of a file are asked of. */
interface Input {
  readonly schema: Readonly<Record<string, string>>;
  readonly rows: readonly unknown[];
}

/** One expression and Spark's answers to it, one a row: lines of `scripts/random-models/spark_statements.py`. */
export interface AskedExpression {
  readonly ansi: boolean;
  readonly version: string;
  readonly expression: string;
  /** The name that Spark gives its column. */
  readonly name: string;
  readonly type: string;
  readonly answers: readonly { readonly value?: unknown; readonly error?: string }[];
}

export interface Difference {
  readonly row: number;
  readonly got: unknown;
  readonly wanted: unknown;
}

export function readAskedExpressions(path: string): { input: Input; asked: AskedExpression[] } {
  const lines = readFileSync(path, 'utf8').trim().split('\n');
  const [input, ...asked] = lines.map((line) => JSON.parse(line) as unknown) as [Input, ...AskedExpression[]];
  return { input, asked };
}

const words: Readonly<Record<string, BasicType>> = { bigint: 'long', smallint: 'short', tinyint: 'byte' };

/** The rows that we answer otherwise, and our name for the column. Throws `ScoringError` for what is not read. */
export async function askAgain(
  input: Input,
  { ansi, version, expression, answers }: AskedExpression,
): Promise<{ readonly name: string; readonly differences: readonly Difference[] }> {
  const metadata = {
    class: 'org.apache.spark.ml.feature.SQLTransformer',
    uid: 'sql',
    timestamp: 0,
    sparkVersion: version,
    // Once under a name of its own: a bare column would be carried on, not made.
    paramMap: { statement: `SELECT ${expression}, ${expression} AS value_ FROM __THIS__` },
    defaultParamMap: {},
  };
  const files = new Map([['metadata/part-00000', new TextEncoder().encode(JSON.stringify(metadata))]]);
  const fields = Object.entries(input.schema).map(([name, type]) => ({
    name,
    type: scalar(words[type] ?? (type as BasicType)),
  }));
  const scorer = (await openSavedPipeline(files)).compile({ input: { fields }, ansi });
  const rows = encodeJsonRows(scorer.scoreShared(decodeJsonRows(input.rows, scorer.inputSchema)));
  const differences = answers.flatMap(({ value, error }, row) => {
    const { error: refusal, output } = rows[row] as { error?: string; output?: Record<string, unknown> };
    const cell = output?.['value_'];
    const isRight = error === undefined ? refusal === undefined && isEqual(cell, value) : refusal !== undefined;
    return isRight ? [] : [{ row, got: refusal ?? cell, wanted: error ?? value }];
  });
  return { name: scorer.outputSchema.fields.at(-2)?.name ?? expression, differences };
}

/** The last digits of powers, logarithms and the like are each library's own. */
function isEqual(got: unknown, wanted: unknown): boolean {
  if (got === wanted) return true;
  if (typeof got !== 'number' || typeof wanted !== 'number') return false;
  return Math.abs(got - wanted) <= 1e-12 * Math.max(Math.abs(got), Math.abs(wanted));
}
