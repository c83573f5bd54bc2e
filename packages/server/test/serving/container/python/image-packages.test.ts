import { describe, expect, it } from 'vitest';
import { frameworks } from '../../../../src/serving/container/python/frameworks.ts';
import { importedImagePackages } from '../../../../src/serving/container/python/image-packages.ts';

describe('importedImagePackages()', () => {
  it.each([
    ['import pandas as pd', ['pandas']],
    ['import json, pandas, os', ['pandas']],
    ['from pandas.api import types', ['pandas']],
    ['def f():\n    import boto3', ['boto3']],
    ['from flask import Response\nimport pandas', ['flask', 'pandas']],
    ['# import pandas', []],
    ['import pandas_profiling', []],
    ['from os import pandas_like', []],
    ['import constructor', []],
  ])('%j', (source, expected) => {
    const packages = frameworks['scikit-learn'].imagePackages({ major: 1, minor: 9 });
    expect(importedImagePackages([source], packages)).toEqual(expected);
  });
});
