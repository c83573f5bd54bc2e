import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Semantics } from '../../../src/spark/semantics.ts';
import {
  type Answer,
  deviations,
  type GoldenCase,
  goldenCases,
  isSameAnswer,
  scoreCase,
  toleranceOf,
} from './golden-case.ts';

const cases = goldenCases(join(import.meta.dirname, '../../../../../test/golden/mleap'));

/**
 * What is accepted: in Spark's semantics Spark's answer; in MLeap's that of MLeap, and Spark's also where MLeap fails.
 */
function wantedAnswers(golden: GoldenCase, semantics: Semantics, row: number): Answer[] {
  const spark = golden.spark?.[row];
  const mleap = golden.mleap?.[row];
  const wanted =
    semantics === 'spark'
      ? [spark]
      : mleap === undefined
        ? [spark]
        : mleap.error === undefined
          ? [mleap]
          : [mleap, spark];
  return wanted.filter((answer) => answer !== undefined);
}

describe.each(cases.map((golden) => ({ golden, name: golden.name })))('$name', ({ golden, name }) => {
  for (const file of ['bundle.zip', 'bundle-protobuf.zip']) {
    if (!existsSync(join(golden.folder, file))) continue;
    for (const semantics of ['mleap', 'spark'] as const) {
      it(`${file} answers as ${semantics} does`, async () => {
        if (name === 'glm-tweedie-power') {
          await expect(scoreCase(golden, file, semantics)).rejects.toMatchObject({ code: 'bad_model' });
          return;
        }
        const answers = await scoreCase(golden, file, semantics);
        const known = deviations[name];
        const holds = known !== undefined && (known.only === undefined || known.only === semantics);
        const wrong = golden.rows.flatMap((_, row) => {
          if (holds && (known.rows === 'all' || known.rows.includes(row))) return [];
          const wanted = wantedAnswers(golden, semantics, row);
          const isRight = wanted.some((answer) =>
            isSameAnswer(
              answers[row],
              answer,
              toleranceOf(name, semantics),
              semantics === 'mleap' && answer !== golden.spark?.[row],
            ),
          );
          return isRight ? [] : [{ got: answers[row], wanted }];
        });
        expect(answers).toHaveLength(golden.rows.length);
        expect(wrong).toEqual([]);
      });
    }
  }
});
