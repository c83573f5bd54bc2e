import fc from 'fast-check';
import { expect, it } from 'vitest';
import { jsonPrefix } from '../../src/util/json-prefix.ts';

it('jsonPrefix() is the beginning of what JSON.stringify writes', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.nat(40), (value, length) => {
      const parsed = JSON.parse(JSON.stringify(value)) as unknown;
      expect(jsonPrefix(parsed, length)).toBe(JSON.stringify(parsed).slice(0, length));
    }),
    { numRuns: 1000 },
  );
});

it('jsonPrefix() looks at no more of a value than it shows', () => {
  let looks = 0;
  const list = new Proxy(
    Array.from({ length: 100_000 }, () => 'x'),
    {
      get: (target, key) => {
        looks++;
        return target[Number(key)];
      },
    },
  );
  expect(jsonPrefix(list, 9)).toBe('["x","x",');
  expect(looks).toBeLessThan(10);
});
