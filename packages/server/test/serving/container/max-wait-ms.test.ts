import { describe, expect, it } from 'vitest';
import { maxWaitMs } from '../../../src/serving/container/max-wait-ms.ts';

describe('maxWaitMs()', () => {
  it.each([
    [{}, undefined],
    [{ CATENARY_MAX_WAIT_MS: '0' }, 0],
    [{ CATENARY_MAX_WAIT_MS: '250' }, 250],
    [{ CATENARY_MAX_WAIT_MS: '3600000' }, 3_600_000],
  ])('%j: %s', (environment, expected) => {
    expect(maxWaitMs({ hostname: 'c', environment })).toBe(expected);
  });

  it.each(['', '-1', '1.5', '3600001', 'soon'])('refuses %j', (text) => {
    const definition = { hostname: 'container-2', environment: { CATENARY_MAX_WAIT_MS: text } };
    expect(() => maxWaitMs(definition)).toThrow(
      `CATENARY_MAX_WAIT_MS of container container-2 is "${text}": it must be a whole number from 0 to 3600000.`,
    );
  });
});
