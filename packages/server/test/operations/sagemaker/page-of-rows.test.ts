import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pageOfRows } from '../../../src/operations/sagemaker/page-of-rows.ts';

const rows = [
  { name: 'b', createdAt: 2000 },
  { name: 'a', createdAt: 3000 },
  { name: 'c', createdAt: 1000 },
];
const names = (page: { rows: readonly { name: string }[] }) => page.rows.map(({ name }) => name);

describe('pageOfRows()', () => {
  it('sorts by creation time, newest first, unless the request says otherwise', () => {
    expect(names(pageOfRows(rows, {}))).toEqual(['a', 'b', 'c']);
    expect(names(pageOfRows(rows, { SortBy: 'Name' }))).toEqual(['c', 'b', 'a']);
    expect(names(pageOfRows(rows, { SortBy: 'Name', SortOrder: 'Ascending' }))).toEqual(['a', 'b', 'c']);
  });

  it('filters by name and by time: After is inclusive, Before is not', () => {
    expect(names(pageOfRows(rows, { NameContains: 'b' }))).toEqual(['b']);
    expect(names(pageOfRows(rows, { CreationTimeAfter: 2, CreationTimeBefore: 3 }))).toEqual(['b']);
  });

  it('pages give every row once, whatever the page size', () => {
    const many = fc.uniqueArray(
      fc.record({ name: fc.stringMatching(/^[a-z]{1,4}$/), createdAt: fc.integer({ min: 0, max: 5 }) }),
      { selector: ({ name }) => name },
    );
    fc.assert(
      fc.property(many, fc.integer({ min: 1, max: 5 }), (all, size) => {
        const seen: string[] = [];
        let token: string | undefined;
        do {
          const page = pageOfRows(all, { MaxResults: size, ...(token === undefined ? {} : { NextToken: token }) });
          expect(page.rows.length).toBeLessThanOrEqual(size);
          seen.push(...names(page));
          token = page.next.NextToken;
        } while (token !== undefined);
        expect(seen.toSorted()).toEqual(all.map(({ name }) => name).toSorted());
      }),
    );
  });

  it('refuses a token that it did not give', () => {
    expect(() => pageOfRows(rows, { NextToken: 'nonsense' })).toThrow('NextToken is not one that this operation gave.');
  });
});
