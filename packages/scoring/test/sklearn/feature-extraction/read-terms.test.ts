import { describe, expect, it } from 'vitest';
import type { Table } from '../../../src/frame/table.ts';
import { PickleGlobal, PickleObject } from '../../../src/pickle/pickle-object.ts';
import { PickleTuple } from '../../../src/pickle/pickle-tuple.ts';
import { readTerms } from '../../../src/sklearn/feature-extraction/read-terms.ts';
import { Fitted, type ReadContext } from '../../../src/sklearn/fitted.ts';

const column = (...values: string[]): Table => ({
  kind: 'mixed',
  rows: values.length,
  cells: [{ kind: 'string', values }],
});

function read(pattern: string) {
  const vectorizer = new PickleObject(new PickleGlobal('sklearn.feature_extraction.text', 'CountVectorizer', {}), []);
  vectorizer.state = new Map<string, unknown>([
    ['token_pattern', pattern],
    ['ngram_range', new PickleTuple([1, 1])],
  ]);
  return readTerms(new Fitted(vectorizer, 'CountVectorizer', {} as ReadContext));
}

describe('readTerms', () => {
  it('gives the terms of each row', () => {
    const terms: [number, string][] = [];
    read('\\w+')(column('a b', '', 'c'), (row, term) => terms.push([row, term]));
    expect(terms).toEqual([
      [0, 'a'],
      [0, 'b'],
      [2, 'c'],
    ]);
  });

  it('names the row, counted from 1, of a text that takes too many steps', () => {
    const rows = column('a', 'a'.repeat(3000));
    expect(() => read('(?=\\w+\\w+@)a')(rows, () => undefined)).toThrow(
      expect.objectContaining({
        message: expect.stringMatching(/^Row 2, column 0: The regular expression takes too many steps/),
        place: expect.objectContaining({ row: 1, column: 0 }),
      }),
    );
  });
});
