import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { castAs, parseType } from '../../../src/spark/sql/cast.ts';
import { decimalText } from '../../../src/spark/sql/decimal.ts';
import { SqlRowError } from '../../../src/spark/sql/sql-error.ts';
import type { SqlType, SqlValue } from '../../../src/spark/sql/sql-type.ts';
import { defined } from '../../../src/util/defined.ts';

const folder = resolve(import.meta.dirname, '../../../../../test/golden/spark');
/** Other files, of random texts: `scripts/make-golden/spark/casts.py OUT SEED COUNT`. */
const more = process.env.CATENARY_TEST_CASTS?.split(',') ?? [];
const files = [
  ...readdirSync(folder)
    .filter((name) => name.startsWith('casts-'))
    .map((name) => join(folder, name)),
  ...more,
];

type Answer = number | boolean | string | null;

interface AskedText {
  readonly text: string;
  readonly legacy: readonly Answer[];
  readonly ansi: readonly Answer[];
}

/** What the cast of a text answers, as the file of answers writes it. */
function cast(text: string, type: SqlType, isAnsi: boolean): Answer {
  const value = { type: { kind: 'string' }, text: 's', evaluate: () => text } as const;
  const { evaluate } = castAs(value, type, { text: 's', mode: { isAnsi } });
  try {
    return written(evaluate(0), type);
  } catch (error) {
    if (error instanceof SqlRowError) return 'refused';
    throw error;
  }
}

function written(value: SqlValue, type: SqlType): Answer {
  if (typeof value === 'bigint') return Number(decimalText(value, type.kind === 'decimal' ? type.scale : 0));
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : (value as Answer);
}

/** A float is written in its shortest digits, a long as the nearest double, as JSON.parse reads it. */
const same = (got: Answer, wanted: Answer, { kind }: SqlType) =>
  Object.is(got, kind === 'float' && typeof wanted === 'number' ? Math.fround(wanted) : wanted);

describe.each(files)('texts that are cast as in %s', (file) => {
  const [head = '', ...lines] = readFileSync(file, 'utf8').trimEnd().split('\n');
  const { types } = JSON.parse(head) as { types: string[] };
  const asked = lines.map((line) => JSON.parse(line) as AskedText);

  it('are those of every kind', () => expect(asked.length).toBeGreaterThan(400));

  it.each(types)('to %s: as by Spark, in both modes', (name) => {
    const at = types.indexOf(name);
    const type = defined(parseType(name));
    const wrong = asked.flatMap(({ text, legacy, ansi }) =>
      [legacy, ansi].flatMap((answers, mode) => {
        const [got, wanted] = [cast(text, type, mode === 1), answers[at] ?? null];
        return same(got, wanted, type) ? [] : [{ text, isAnsi: mode === 1, got, wanted }];
      }),
    );
    expect(wrong).toEqual([]);
  });
});
