import { describe, expect, it } from 'vitest';
import { hasTest, namedTests } from './support/named-tests.ts';

const tables = [
  { page: 'docs/choices.md', head: '| question | choice | test |', least: 60 },
  { page: 'docs/not-supported.md', head: '| not supported | instead | test |', least: 10 },
  { page: 'SECURITY.md', head: '| attack | what comes out | test |', least: 40 },
  { page: 'SECURITY.md', head: '| input | here | test |', least: 20 },
];

describe.each(tables)('$page', ({ page, head, least }) => {
  const rows = namedTests(page, head);

  it('has its table', () => {
    expect(rows.length).toBeGreaterThan(least);
  });

  it.each(rows)('names a test that there is: $file, $title', (row) => {
    expect(hasTest(row)).toBe(true);
  });
});

it('a row without a test is found', () => {
  expect(hasTest({ file: 'conformance/choices', title: 'what nobody tests' })).toBe(false);
  expect(hasTest({ file: '', title: '| a question | a choice |' })).toBe(false);
});
