import { describe, expect, it } from 'vitest';
import {
  frameworkRequirements,
  parseFrameworkVersion,
} from '../../../../src/serving/container/python/framework-version.ts';

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

describe('frameworkRequirements()', () => {
  it('asks for the newest patch of the line', () => {
    expect(frameworkRequirements({ major: 1, minor: 9 })).toEqual(['scikit-learn==1.9.*']);
  });

  it('keeps numpy 2 away from lines built before it', () => {
    expect(frameworkRequirements({ major: 1, minor: 2 })).toEqual(['scikit-learn==1.2.*', 'numpy<2', 'scipy<1.14']);
    expect(frameworkRequirements({ major: 0, minor: 23 })).toContain('numpy<2');
  });
});
