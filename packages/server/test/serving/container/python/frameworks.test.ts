import { describe, expect, it } from 'vitest';
import { frameworks } from '../../../../src/serving/container/python/frameworks.ts';

const { 'scikit-learn': sklearn, xgboost } = frameworks;

describe('scikit-learn', () => {
  it('asks for the newest patch of the line', () => {
    expect(sklearn.requirements({ major: 1, minor: 9 })).toEqual(['scikit-learn==1.9.*']);
  });

  it('keeps away from old lines what they do not load with', () => {
    expect(sklearn.requirements({ major: 1, minor: 2 })).toEqual(['scikit-learn==1.2.*', 'numpy<2', 'scipy<1.14']);
    expect(sklearn.requirements({ major: 0, minor: 23 })).toEqual(['scikit-learn==0.23.*', 'numpy<1.24', 'scipy<1.9']);
  });

  it('knows the Pythons of old lines, and takes others to be newer', () => {
    expect(sklearn.pythons({ major: 1, minor: 2 })).toEqual({ oldest: 8, newest: 11 });
    expect(sklearn.pythons({ major: 2, minor: 0 }).oldest).toBe(11);
  });
});

describe('xgboost', () => {
  // Published requirements: xgboost 0.90 to 1.5 use numpy.float, which numpy 1.24 took away; the CPU-only package is
  // published from 2.1.1 on.
  it.each([
    [0, 90, ['xgboost==0.90.*', 'scikit-learn<1.3', 'numpy<1.24', 'scipy<1.11']],
    [1, 7, ['xgboost==1.7.*', 'scikit-learn<1.6', 'numpy<2', 'scipy<1.14']],
    [3, 2, ['xgboost-cpu==3.2.*; sys_platform == "linux"', 'xgboost==3.2.*; sys_platform != "linux"', 'scikit-learn']],
  ])('%d.%d asks for its line and what it loads with', (major, minor, expected) => {
    expect(xgboost.requirements({ major, minor })).toEqual(expected);
  });

  it('brings what scripts of its image import, in releases that suit the line', () => {
    expect(xgboost.imagePackages({ major: 1, minor: 3 }).pandas).toBe('pandas<2');
    expect(xgboost.imagePackages({ major: 3, minor: 0 }).pandas).toBe('pandas');
  });
});
