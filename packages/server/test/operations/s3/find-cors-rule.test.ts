import { describe, expect, it } from 'vitest';
import { findCorsRule } from '../../../src/operations/s3/cors/find-cors-rule.ts';

const rules = [
  {
    id: 'narrow',
    origins: ['https://*.example.com'],
    methods: ['PUT'],
    headers: ['x-amz-*', 'content-type'],
    exposed: [],
  },
  { id: 'wide', origins: ['*'], methods: ['GET', 'PUT'], headers: [], exposed: [] },
];

describe('findCorsRule()', () => {
  it.each([
    ['https://a.example.com', 'PUT', ['x-amz-date'], 'narrow'],
    ['https://a.example.com', 'PUT', [], 'narrow'],
    ['https://a.example.com', 'PUT', ['authorization'], undefined],
    ['https://example.com', 'PUT', [], 'wide'],
    ['https://a.example.com', 'GET', [], 'wide'],
    ['https://a.example.com.evil.org', 'PUT', ['x-amz-date'], undefined],
    ['null', 'GET', [], 'wide'],
    ['https://a.example.com', 'get', [], undefined],
    ['https://a.example.com', 'DELETE', [], undefined],
  ])('of %s, %s and %j is %s', (origin, method, headers, id) => {
    expect(findCorsRule(rules, { origin, method, headers })?.id).toBe(id);
  });
});
