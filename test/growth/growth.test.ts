import { describe, expect, it } from 'vitest';
import { compilePlan } from '../../packages/scoring/src/spark/plan/compile-plan.ts';
import { plainTexts } from './hostile-texts.ts';
import { measureGrowth } from './measure-growth.ts';
import { type GrowingParser, parsers } from './parsers.ts';

const double = { base: 'double', shape: 'scalar', nullable: true } as const;

/** `scripts/fuzz-growth.ts` tries random ones too. */
async function growing(parser: GrowingParser): Promise<unknown[]> {
  const found: unknown[] = [];
  for (const text of plainTexts(parser)) {
    const times = await measureGrowth(parser, text);
    if (times !== undefined) found.push({ ...text, times });
    // One is enough to know, and each takes a while.
    if (found.length === 3) break;
  }
  return found;
}

describe('time is linear in the text, whatever it is made of:', () => {
  it.each(parsers.map((parser) => [parser.name, parser] as const))(
    '%s',
    { timeout: 120_000 },
    async (_name, parser) => {
      expect(await growing(parser)).toEqual([]);
    },
  );

  it('a plan for a schema of many columns', async () => {
    const fieldsOf = (text: string) => Array.from(text, (_, at) => ({ name: `c${at}`, type: double }));
    const plan: GrowingParser = { name: 'plan', run: (text) => compilePlan([], { input: { fields: fieldsOf(text) } }) };
    expect(await measureGrowth(plan, { begin: '', unit: 'x', end: '' })).toBeUndefined();
  });

  it('a parser that is not is found', async () => {
    const quadratic: GrowingParser = { name: 'trailing blanks', run: (text) => text.replace(/\s+$/, '') };
    const measure = () => measureGrowth(quadratic, { begin: '', unit: ' ', end: 'x' }, 4000);
    // One noisy time is enough to pass for linear.
    expect((await measure()) ?? (await measure()) ?? (await measure())).toBeDefined();
  });
});
