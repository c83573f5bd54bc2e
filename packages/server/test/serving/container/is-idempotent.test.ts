import { describe, expect, it } from 'vitest';
import { isIdempotent } from '../../../src/serving/container/is-idempotent.ts';

describe('isIdempotent()', () => {
  it.each([
    [{}, false],
    [{ CATENARY_IDEMPOTENT: '0' }, false],
    [{ CATENARY_IDEMPOTENT: '1' }, true],
  ])('%j: %s', (environment, expected) => {
    expect(isIdempotent({ hostname: 'c', environment })).toBe(expected);
  });

  it('refuses what says neither', () => {
    const definition = { hostname: 'container-2', environment: { CATENARY_IDEMPOTENT: 'yes' } };
    expect(() => isIdempotent(definition)).toThrow(
      'CATENARY_IDEMPOTENT of container container-2 is "yes": it must be 1, or 0 as without it.',
    );
  });
});
