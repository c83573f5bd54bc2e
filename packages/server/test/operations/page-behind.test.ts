import { expect, it } from 'vitest';
import { validationException } from '../../src/contract/service-error.ts';
import { pageBehind } from '../../src/operations/page-behind.ts';

const items = ['n/c', 'n/a', 'n/d', 'n/b', 'n/e'];
const pageOf = (token: string | undefined, from: readonly string[] = items) =>
  pageBehind(from, (item) => item, { token, size: 2, prefix: 'n/', invalid: () => validationException('invalid') });

it('pages hold every item once, in order of the keys; the last one has no token', () => {
  const first = pageOf(undefined);
  const second = pageOf(first.next);
  const third = pageOf(second.next);
  expect([first.page, second.page, third]).toEqual([
    ['n/a', 'n/b'],
    ['n/c', 'n/d'],
    { page: ['n/e'], next: undefined },
  ]);
  expect(pageOf(undefined, ['n/b', 'n/a'])).toEqual({ page: ['n/a', 'n/b'], next: undefined });
});

it('a page goes on where it was, if the item before it is gone', () => {
  const { next } = pageOf(undefined);
  expect(pageOf(next, ['n/a', 'n/c']).page).toEqual(['n/c']);
});

it.each(['', '!', Buffer.from('m/a').toString('base64url')])('the token %j was not given', (token) => {
  expect(() => pageOf(token)).toThrow('invalid');
});
