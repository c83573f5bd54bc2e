import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { expressionsIn, madeExpressionsIn, type Verdicts, verdictsFile } from './support/expressions.ts';

const { linear, reasoned } = JSON.parse(readFileSync(verdictsFile, 'utf8')) as Verdicts;
const found = expressionsIn('packages/*/src');

/** Texts from outside meet the expressions: one that goes back and forth is a request that takes minutes. */
describe('regular expressions', () => {
  it('are found', () => {
    expect(found.length).toBeGreaterThan(200);
    expect(found).toContainEqual({ file: 'packages/server/src/contract/pattern.ts', expression: '/\\\\[pu]\\{/' });
  });

  it('have a verdict each: `sh scripts/with-node.sh scripts/check-expressions.ts` gives it to a new one', () => {
    const known = new Set([...linear, ...Object.keys(reasoned)]);
    expect(found.filter(({ expression }) => !known.has(expression))).toEqual([]);
  });

  it('are all that there are verdicts of', () => {
    const present = new Set(found.map(({ expression }) => expression));
    expect([...linear, ...Object.keys(reasoned)].filter((expression) => !present.has(expression))).toEqual([]);
  });

  it('are made from texts only where that is known to be linear', () => {
    const made: Readonly<Record<string, string>> = {
      'packages/server/src/contract/pattern.ts':
        "patterns of AWS's service models, on texts of at most the shape's length",
      'packages/scoring/src/text/java-regex/named-class.ts': 'a property of one character',
    };
    expect(madeExpressionsIn('packages/*/src').filter((file) => !Object.hasOwn(made, file))).toEqual([]);
  });
});
