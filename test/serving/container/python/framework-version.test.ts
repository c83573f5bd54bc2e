import { describe, expect, it } from 'vitest';
import {
  frameworkRequirements,
  parseFrameworkVersion,
  supportedPythons,
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

  it('keeps away from old lines what they do not load with', () => {
    expect(frameworkRequirements({ major: 1, minor: 2 })).toEqual(['scikit-learn==1.2.*', 'numpy<2', 'scipy<1.14']);
    expect(frameworkRequirements({ major: 0, minor: 23 })).toEqual([
      'scikit-learn==0.23.*',
      'numpy<1.24',
      'scipy<1.11',
    ]);
  });
});

describe('supportedPythons()', () => {
  it('knows the old lines, and takes others to be newer', () => {
    expect(supportedPythons({ major: 1, minor: 2 })).toEqual({ oldest: 8, newest: 11 });
    expect(supportedPythons({ major: 2, minor: 0 }).oldest).toBe(11);
  });
});
