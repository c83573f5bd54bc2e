import { describe, expect, it } from 'vitest';
import { parseFrameworkVersion } from '../../../../src/serving/container/python/framework-version.ts';

describe('parseFrameworkVersion()', () => {
  it.each([
    ['1.9-1-cpu-py3', 1, 9],
    ['0.23-1-cpu-py3', 0, 23],
    ['0.20.0-cpu-py3', 0, 20],
    ['1.10-2', 1, 10],
    ['1.4', 1, 4],
  ])('%s', (tag, major, minor) => {
    expect(parseFrameworkVersion(tag)).toEqual({ major, minor });
  });

  it.each(['latest', '', 'v1.9', '1', '1.x', '1.99999'])('finds none in %j', (tag) => {
    expect(parseFrameworkVersion(tag)).toBeUndefined();
  });
});
