import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { encodeJsonRows } from '../../../src/formats/json-rows.ts';
import { ScoringError } from '../../../src/scoring-error.ts';
import { openSavedPipeline } from '../../../src/spark/from-spark-save/load-saved-pipeline.ts';
import { functions } from '../../../src/spark/sql/functions.ts';
import { askAgain, readAskedExpressions } from './asked-statements.ts';

const folder = resolve(import.meta.dirname, '../../../../../test/golden/spark');
const files = readdirSync(folder).filter((name) => name.startsWith('statements-'));

/** Functions that are not read, and patterns that are no literals: a statement with one is refused whole. */
const notRead = /\b(conv|format_number|soundex|md5|hex|base64)\(|LIKE '[^']*' [<>=]/;

describe.each(files)('random expressions of %s', (file) => {
  const { input, asked } = readAskedExpressions(join(folder, file));
  const read = asked.filter(({ expression }) => !notRead.test(expression));

  it('there are enough of them', () => expect(read.length).toBeGreaterThan(400));

  it('are answered as Spark does, row by row', async () => {
    const wrong: unknown[] = [];
    for (const one of read) {
      const { differences, name } = await askAgain(input, one);
      if (differences.length > 0) wrong.push({ ansi: one.ansi, expression: one.expression, differences });
      if (name !== one.name) wrong.push({ expression: one.expression, name, wanted: one.name });
    }
    expect(wrong).toEqual([]);
  });
});

/** The answer to one row of `SELECT ... ` over columns `a` = 2 and `b` = null, saved by a release of Spark. */
async function select(statement: string, sparkVersion = '4.1.0'): Promise<unknown> {
  const metadata = {
    class: 'org.apache.spark.ml.feature.SQLTransformer',
    uid: 'sql',
    timestamp: 0,
    sparkVersion,
    paramMap: { statement },
    defaultParamMap: {},
  };
  const file = new TextEncoder().encode(JSON.stringify(metadata));
  const fields = ['a', 'b'].map((name) => ({
    name,
    type: { base: 'double', shape: 'scalar', nullable: true } as const,
  }));
  const scorer = (await openSavedPipeline(new Map([['metadata/part-00000', file]]))).compile({ input: { fields } });
  const columns = [
    { kind: 'number', values: Float64Array.of(2) },
    { kind: 'number', values: Float64Array.of(0), nulls: Uint8Array.of(1) },
  ] as const;
  return encodeJsonRows(scorer.scoreShared({ schema: scorer.inputSchema, columns, rowCount: 1 }))[0];
}

describe('a statement', () => {
  it('may use the names of earlier items since Spark 3.4', async () => {
    const statement = 'SELECT *, a + 1 AS c, c * c AS d, D - 1 AS e FROM __THIS__';
    expect(await select(statement, '3.4.0')).toMatchObject({ output: { c: 3, d: 9, e: 8 } });
    await expect(select(statement, '3.3.2')).rejects.toThrow(ScoringError);
  });

  it('takes a column of the rows before an item of the same name', async () => {
    expect(await select('SELECT *, 5 AS A, a + 1 AS c FROM __THIS__')).toMatchObject({ output: { c: 3 } });
  });

  it('refuses names that double the expression again and again', async () => {
    const items = Array.from(
      { length: 40 },
      (_, at) => `${at === 0 ? 'a' : `x${at - 1}`} + ${at === 0 ? 'a' : `x${at - 1}`} AS x${at}`,
    );
    await expect(select(`SELECT *, ${items.join(', ')} FROM __THIS__`)).rejects.toThrow(/more than 100000 parts/);
  });

  it('rounds what becomes a float once, as Spark 4.1.2 does', async () => {
    // 1 + 2^-24 is the middle of two floats; a double does not tell the first text from it.
    const statement = `SELECT CAST('1.00000005960464477539062500000000001' AS FLOAT) AS text,
      CAST('1.000000059604644775390625' AS FLOAT) AS even,
      CAST(1.00000005960464477539062500000000001 AS FLOAT) AS exact, 1.000000059604644775390625000001F AS literal FROM __THIS__`;
    // 1 + 2^-23 in the shortest text of a float.
    expect(await select(statement)).toMatchObject({
      output: { text: 1.0000001, even: 1, exact: 1.0000001, literal: 1.0000001 },
    });
  });

  it('may give the table a name', async () => {
    expect(await select('SELECT t.*, t.a * 2 AS c FROM __THIS__ AS t WHERE t.a > 1')).toMatchObject({
      output: { c: 4 },
    });
  });

  it('that looks at no column refuses the row that it cannot answer', async () => {
    expect(await select("SELECT *, CAST('x' AS int) AS c FROM __THIS__")).toMatchObject({
      error: expect.stringContaining("'x'"),
    });
  });

  it('does not look behind a null, which in ANSI mode would fail the row', async () => {
    expect(await select("SELECT *, b + CAST('x' AS int) AS c FROM __THIS__")).toMatchObject({ output: { c: null } });
  });

  it('refuses a text too long to be held', async () => {
    expect(await select("SELECT *, repeat('ab', 2000000000) AS c FROM __THIS__")).toMatchObject({
      error: expect.stringContaining('4000000000'),
    });
  });
});

it.each([
  'SELECT sum(a) AS s FROM __THIS__',
  'SELECT a FROM __THIS__ GROUP BY a',
  'SELECT row_number() OVER (ORDER BY a) AS n FROM __THIS__',
  'SELECT a FROM __THIS__ JOIN other ON a = b',
  'SELECT (SELECT 1) AS one FROM __THIS__',
  'SELECT DISTINCT a FROM __THIS__',
])('refuses what looks at more than one row: %s', async (statement) => {
  await expect(select(statement)).rejects.toThrow(ScoringError);
});

describe('functions whose names are operators too', () => {
  // Names and answers: Spark 4.1.1, `spark.sql("select ... from t").columns` over a string column with "abc".
  const length = "CASE WHEN a > 1 THEN 'abc' END";
  it.each([
    ["like('abc', 'a%')", 'abc LIKE a%', true],
    ["ilike('abc', 'A%')", 'ilike(abc, A%)', true],
    ["ilike('abc', 'A//%', '/')", 'ilike(abc, A//%)', false],
    ["regexp('abc', 'b')", 'REGEXP(abc, b)', true],
    ["rlike('abc', 'b')", 'RLIKE(abc, b)', true],
    ["'abc' REGEXP 'b'", 'RLIKE(abc, b)', true],
    ["like('a/%', 'a//%', '/')", "a/% LIKE a//% ESCAPE '/'", true],
  ])('%s is read, named and answered', async (expression, name, answer) => {
    expect(await select(`SELECT *, ${expression} FROM __THIS__`)).toMatchObject({ output: { [name]: answer } });
    expect(await select(`SELECT *, ${length} LIKE 'ab_' AND ${expression} AS c FROM __THIS__`)).toMatchObject({
      output: { c: answer },
    });
  });

  it('refuse other numbers of arguments', async () => {
    await expect(select("SELECT *, like('abc') AS c FROM __THIS__")).rejects.toThrow(
      /1 arguments where 2 to 3 are due/,
    );
  });
});

it('every function of the list can be called', async () => {
  for (const name of Object.keys(functions).filter((one) => /^\w+$/.test(one))) {
    // Without arguments it is read, or refused for their number: never for the word itself.
    const answer = await select(`SELECT *, ${name}() AS c FROM __THIS__`).catch((error: Error) => error.message);
    if (typeof answer === 'string') expect(answer).toMatch(/arguments|argument/);
  }
});

it('docs/spark-sql.md lists every function that is read', () => {
  const text = readFileSync(resolve(import.meta.dirname, '../../../../../docs/spark-sql.md'), 'utf8');
  const [, list = ''] = /<!-- functions -->([^]*)<!-- \/functions -->/.exec(text) ?? [];
  const names = Object.keys(functions).filter((name) => /^\w+$/.test(name));
  expect([...list.matchAll(/`(\w+)`/g)].map(([, name]) => name)).toEqual(names.sort());
});
