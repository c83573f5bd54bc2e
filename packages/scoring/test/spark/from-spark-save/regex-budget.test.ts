import { describe, expect, it } from 'vitest';
import { encodeJsonRows } from '../../../src/formats/json-rows.ts';
import { openSavedPipeline } from '../../../src/spark/from-spark-save/load-saved-pipeline.ts';

/** A stage of Spark 3.5 over the column of texts `t`, asked about several rows at once. */
async function open(metadata: Readonly<Record<string, unknown>>) {
  const stage = { uid: 'stage', timestamp: 0, sparkVersion: '3.5.1', defaultParamMap: {}, ...metadata };
  const file = new TextEncoder().encode(JSON.stringify(stage));
  const fields = [{ name: 't', type: { base: 'string', shape: 'scalar', nullable: true } as const }];
  const scorer = (await openSavedPipeline(new Map([['metadata/part-00000', file]]))).compile({ input: { fields } });
  return (values: readonly string[]) => {
    const columns = [{ kind: 'string', values }] as const;
    return encodeJsonRows(scorer.scoreShared({ schema: scorer.inputSchema, columns, rowCount: values.length }));
  };
}

const tokenizer = {
  class: 'org.apache.spark.ml.feature.RegexTokenizer',
  paramMap: { inputCol: 't', outputCol: 'o', pattern: '(a*)*$', gaps: false, minTokenLength: 1, toLowercase: true },
};
const statement = (condition: string) => ({
  class: 'org.apache.spark.ml.feature.SQLTransformer',
  paramMap: { statement: `SELECT *, ${condition} AS o FROM __THIS__` },
});

/** 17 letters take `(a*)*$` 786,413 steps, of the 1,000,000 that a request has: twice two for each letter, and one. */
const slow = `${'a'.repeat(17)}b`;

describe.each([
  ['RegexTokenizer', tokenizer],
  ['RLIKE', statement("t RLIKE '(a*)*$'")],
  ['regexp_replace', statement("regexp_replace(t, '(a*)*$', '')")],
  ['regexp_extract', statement("regexp_extract(t, '(a*)*$', 0)")],
  ['split', statement("size(split(t, '(a*)*$'))")],
])('%s', (_name, metadata) => {
  it('has one budget of steps for all rows of a request, and another for the next', async () => {
    const ask = await open(metadata);
    for (let request = 0; request < 3; request++) {
      const [first, second, third] = ask([slow, slow, 'a']);
      expect(first).toHaveProperty('output');
      expect(second).toMatchObject({ error: expect.stringMatching(/too many steps .*\(row 2, column "t"\)/) });
      expect(third).toHaveProperty('output');
    }
  });
});

it.each([
  ['(a|aa)+$', `${'a'.repeat(60)}b`],
  ['(\\w+\\s?)*;', `${'word '.repeat(12)}!`],
  ['^(([a-z])+.)+[A-Z]([a-z])+$', 'a'.repeat(50)],
])('RegexTokenizer answers 1000 rows with %s, which goes back and forth elsewhere', async (pattern, text) => {
  const ask = await open({ ...tokenizer, paramMap: { ...tokenizer.paramMap, pattern } });
  const answers = ask(Array.from({ length: 1000 }, () => text));
  expect(answers.filter((answer) => !('output' in (answer as object)))).toEqual([]);
});
