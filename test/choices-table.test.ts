import { expect, it } from 'vitest';
import { hasTest, namedTests } from './support/named-tests.ts';

const rows = namedTests('docs/choices.md', '| question | choice | test |');

it('docs/choices.md has its table', () => {
  expect(rows.length).toBeGreaterThan(60);
});

it.each(rows)('docs/choices.md names a test that there is: $file, $title', (row) => {
  expect(hasTest(row)).toBe(true);
});

it('a row without a test is found', () => {
  expect(hasTest({ file: 'conformance/choices', title: 'what nobody tests' })).toBe(false);
  expect(hasTest({ file: '', title: '| a question | a choice |' })).toBe(false);
});
