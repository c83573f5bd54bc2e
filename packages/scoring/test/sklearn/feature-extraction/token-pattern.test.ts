import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compileTokenPattern } from '../../../src/sklearn/feature-extraction/token-pattern.ts';
import { StepBudget } from '../../../src/text/java-regex/step-budget.ts';

interface GoldenPattern {
  readonly pattern: string;
  readonly text: string;
  readonly found: readonly string[];
}

const compile = (pattern: string) =>
  compileTokenPattern(pattern, new StepBudget(), { refuse: (why) => new Error(why) as never });

describe('compileTokenPattern', () => {
  it('finds what Python 3.11 does, or refuses the pattern', () => {
    const path = join(import.meta.dirname, '../../../../../test/golden/sklearn/token-patterns.jsonl');
    const lines = readFileSync(path, 'utf8').trim().split('\n');
    const goldens = lines.map((line) => JSON.parse(line) as GoldenPattern);
    let read = 0;
    const wrong = goldens.flatMap(({ pattern, text, found }) => {
      try {
        const got = compile(pattern)(text);
        read++;
        return JSON.stringify(got) === JSON.stringify(found) ? [] : [{ pattern, text, found, got }];
      } catch (error) {
        expect((error as Error).message).toMatch(/^its token pattern/);
        return [];
      }
    });
    expect(wrong).toEqual([]);
    expect(read).toBeGreaterThan(1400);
  });

  it.each(['\\w+@\\w+', '(?:\\w+ ?)+;', '(\\w|\\d)+$'])('takes time linear in the text with %s', (pattern) => {
    expect(compile(pattern)('a'.repeat(30_000)).length).toBeLessThan(2);
  });

  it('stops a pattern that goes back and forth', () => {
    expect(() => compile('(?=\\w+\\w+@)a')('a'.repeat(3000))).toThrow(/too many steps/);
  });

  it.each(['(?P<name>a)', '(a)(b)', '\\p{L}', '(a)\\1', '(?:a*)*b', 'a++', '(?>a)', '\\Qa', '[a'])(
    'refuses %s',
    (pattern) => {
      expect(() => compile(pattern)).toThrow(/^its token pattern/);
    },
  );
});
