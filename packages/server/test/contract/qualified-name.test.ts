import { expect, it } from 'vitest';
import { rowsIn } from '../../src/contract/qualified-name.ts';

it('the rows of a region are those of exactly its name, and have the names that callers know', () => {
  const rows = ['us-east-1/a', 'US-EAST-1/b', 'us-east-10/c', 'us-east-1/d'].map((name) => ({ name }));
  expect(rowsIn({ region: 'us-east-1' }, rows)).toEqual([{ name: 'a' }, { name: 'd' }]);
});
