import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BatchOptionError } from '../../../../src/serving/transform-job/plan/batch-option-error.ts';
import { processing } from '../../../../src/serving/transform-job/plan/processing.ts';
import { dataProcessing } from '../../../../src/serving/transform-job/records/data-processing.ts';
import { JsonPathError } from '../../../../src/serving/transform-job/records/json-path-error.ts';
import { transformRequest } from '../../../support/transform-plan.ts';

/** Of `scripts/json-paths/cases.py`, whose evaluator is apart from the server's. */
interface Case {
  readonly type: string;
  readonly input: string;
  readonly join: boolean;
  readonly output: string;
  readonly record: string;
  readonly answer: string;
  readonly refused?: boolean;
  /** Null where the record fails. */
  readonly sent?: string | null;
  readonly written?: string | null;
}

const folder = resolve(import.meta.dirname, '../../../../../../test/golden/json-paths');
/** Others: `scripts/json-paths/cases.py OUT SEED COUNT`. */
const files = [resolve(folder, 'cases.jsonl'), ...(process.env.CATENARY_TEST_PATHS?.split(',') ?? [])];

/** The outcome of a case as its line has it. */
function outcome({ type, input, join, output, record, answer }: Case): Pick<Case, 'refused' | 'sent' | 'written'> {
  const request = transformRequest({
    input: { ContentType: type },
    DataProcessing: { InputFilter: input, OutputFilter: output, JoinSource: join ? 'Input' : 'None' },
  });
  try {
    const plan = processing(request);
    // Nothing is changed: the server passes on what it has.
    if (plan === undefined) return { sent: record, written: answer };
    const done = dataProcessing(plan);
    return {
      sent: tried(() => done.filterInput(Buffer.from(record))),
      written: tried(() => done.combine(Buffer.from(record), Buffer.from(answer))),
    };
  } catch (error) {
    if (error instanceof BatchOptionError) return { refused: true };
    throw error;
  }
}

function tried(work: () => Buffer): string | null {
  try {
    return work().toString();
  } catch (error) {
    if (error instanceof JsonPathError) return null;
    throw error;
  }
}

/** JSON token by token: without blanks between tokens, numbers as they stand, texts with the same escapes. */
function tokens(text: string | null | undefined, type: string): unknown {
  if (typeof text !== 'string' || type === 'text/csv') return text;
  const found = text.match(/"(?:[^"\\]|\\.)*"|[[\]{}:,]|[^\s[\]{}:,"]+/g) ?? [];
  return found.map((token) => (token.startsWith('"') ? JSON.stringify(JSON.parse(token)) : token)).join('');
}

describe.each(files)('paths and joins as in %s', (file) => {
  const cases = readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Case);

  it('are of every kind', () => {
    expect(cases.length).toBeGreaterThanOrEqual(400);
    for (const has of [
      (one: Case) => one.refused === true,
      (one: Case) => one.sent === null,
      (one: Case) => one.join && typeof one.written === 'string' && one.output !== '$',
    ])
      expect(cases.filter(has).length).toBeGreaterThan(10);
  });

  it('come out as the other evaluator has them', () => {
    const wrong = cases.flatMap((one) => {
      const { refused, sent, written } = outcome(one);
      const ours = { refused, sent: tokens(sent, one.type), written: tokens(written, one.type) };
      const theirs = { refused: one.refused, sent: tokens(one.sent, one.type), written: tokens(one.written, one.type) };
      return JSON.stringify(ours) === JSON.stringify(theirs) ? [] : [{ one, ours }];
    });
    expect(wrong).toEqual([]);
  });
});
