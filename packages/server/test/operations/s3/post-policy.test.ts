import { describe, expect, it } from 'vitest';
import { checkPostPolicy, readPostPolicy } from '../../../src/operations/s3/post-policy.ts';

const later = '2030-01-01T00:00:00.000Z';
const encode = (document: unknown) => Buffer.from(JSON.stringify(document)).toString('base64');
const policyOf = (...conditions: unknown[]) => readPostPolicy(encode({ expiration: later, conditions }));

describe('readPostPolicy()', () => {
  it('takes the narrowest of several lengths', () => {
    expect(policyOf(['content-length-range', 1, 10], ['content-length-range', '5', '20']).length).toEqual({
      min: 5,
      max: 10,
    });
  });

  it.each([
    ['no JSON', Buffer.from('{').toString('base64')],
    ['a list', encode([])],
    ['no expiration', encode({ conditions: [] })],
    ['no conditions', encode({ expiration: later })],
    ['an object of two', encode({ expiration: later, conditions: [{ a: 'b', c: 'd' }] })],
    ['an operator that there is not', encode({ expiration: later, conditions: [['ends-with', '$key', 'a']] })],
    ['a field without $', encode({ expiration: later, conditions: [['eq', 'key', 'a']] })],
    ['a number for a text', encode({ expiration: later, conditions: [['eq', '$key', 1]] })],
    ['a length below zero', encode({ expiration: later, conditions: [['content-length-range', -1, 2]] })],
    ['a length of one bound', encode({ expiration: later, conditions: [['content-length-range', 1]] })],
  ])('refuses %s', (_, policy) => {
    expect(() => readPostPolicy(policy)).toThrow(expect.objectContaining({ code: 'InvalidPolicyDocument' }));
  });
});

describe('checkPostPolicy()', () => {
  const before = Date.parse('2029-12-31T23:59:59Z');
  const check =
    (conditions: readonly unknown[], fields: Readonly<Record<string, string>>, now = before) =>
    () =>
      checkPostPolicy(policyOf(...conditions), new Map(Object.entries(fields)), now);

  it.each([
    [[{ Key: 'a' }], { key: 'a', 'x-ignore-me': 'b', policy: 'p', 'x-amz-signature': 's' }],
    [[['starts-with', '$key', 'user/']], { key: 'user/a' }],
    [[['STARTS-WITH', '$Content-Type', 'image/']], { 'content-type': 'image/png,image/jpeg' }],
    [[['starts-with', '$x-amz-meta-tag', '']], {}],
  ])('lets %j take %j', (conditions, fields) => {
    expect(check(conditions, fields)).not.toThrow();
  });

  it.each([
    [[{ key: 'a' }], { key: 'A' }, 'Policy Condition failed: ["eq", "$key", "a"]'],
    [
      [['starts-with', '$key', 'user/']],
      { key: 'a/user/' },
      'Policy Condition failed: ["starts-with", "$key", "user/"]',
    ],
    [
      [['starts-with', '$Content-Type', 'image/']],
      { 'content-type': 'image/png,text/html' },
      'Policy Condition failed',
    ],
    [[{ key: 'a' }], { key: 'a', acl: 'private' }, 'Extra input fields: acl'],
    [[{ key: 'a' }], {}, 'Policy Condition failed'],
  ])('lets %j refuse %j', (conditions, fields, why) => {
    expect(check(conditions, fields)).toThrow(`Invalid according to Policy: ${why}`);
  });

  it('refuses what comes after its expiration', () => {
    expect(check([], {}, Date.parse(later) + 1)).toThrow('Invalid according to Policy: Policy expired.');
  });
});
