import { expect, it } from 'vitest';
import { accountOptions, ownOptions } from '../../src/entry/accounts/account-options.ts';
import type { ServerOptions } from '../../src/entry/options/server-options.ts';

const globs = [
  'arn:aws:sns:*:000000000000:*',
  'arn:aws:sns:*:111111111111:*',
  '*:222222222222:ops',
  'arn:aws:sns:us-east-1:*:ops',
  '*:ops',
];
const options = {
  account: '000000000000',
  data: '/data',
  store: 'sqlite:/data/catenary.sqlite',
  s3: [{}, { account: '000000000000' }, { account: '111111111111' }],
  topics: globs.map((match) => ({ match })),
} as unknown as ServerOptions;
const topicsOf = ({ topics }: ServerOptions) => topics.map(({ match }) => match);
const accountsOf = ({ s3 }: ServerOptions) => s3.map(({ account }) => account);

it('the own account has the topics and stores that are not said to be of another', () => {
  const own = ownOptions(options);
  expect(topicsOf(own)).toEqual(['arn:aws:sns:*:000000000000:*', 'arn:aws:sns:us-east-1:*:ops', '*:ops']);
  expect(accountsOf(own)).toEqual([undefined, '000000000000']);
});

it.each([
  ['111111111111', ['arn:aws:sns:*:111111111111:*']],
  ['222222222222', ['*:222222222222:ops']],
  ['333333333333', []],
])('the further account %s has those that name it', (account, topics) => {
  const other = accountOptions(options, account);
  expect(topicsOf(other)).toEqual(topics);
  expect(accountsOf(other)).toEqual(account === '111111111111' ? [account] : []);
});
