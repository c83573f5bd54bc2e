import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  containerVariables,
  jobVariables,
  wrongContainerVariable,
  wrongJobVariable,
} from '../../src/contract/variables.ts';
import { readEnvironment } from '../../src/entry/options/environment.ts';
import { OptionError } from '../../src/entry/options/option-error.ts';

describe('variables of our own', () => {
  it('are all that the source reads', () => {
    const packages = join(import.meta.dirname, '../../..');
    const files = globSync(['server/src/serving/**/*.{ts,py}', 'scoring/src/**/*.ts'], { cwd: packages });
    const read = files.flatMap(
      (file) => readFileSync(join(packages, file), 'utf8').match(/\bCATENARY_[A-Z0-9_]*[A-Z0-9]\b/g) ?? [],
    );
    // An error message of a container names one; the other tells the Python packages in a run of Spark how `catenary` is started.
    const server = ['CATENARY_PYTHON', 'CATENARY_COMMAND'];
    const partial = ['CATENARY_BATCH', 'CATENARY_BATCH_OUTPUT'];
    const known = [...containerVariables, ...jobVariables];
    expect([...new Set(read)].filter((name) => ![...known, ...server, ...partial].includes(name))).toEqual([]);
    expect(known.filter((name) => !read.includes(name))).toEqual([]);
  });

  it('that are misspelt are refused in a container, with the nearest right one', () => {
    expect(wrongContainerVariable({ CATENARY_MLEAP_SEMANTIC: 'spark', MINE: '1' })).toBe(
      'CATENARY_MLEAP_SEMANTIC is not a variable of a container; use CATENARY_MLEAP_SEMANTICS.',
    );
    expect(wrongContainerVariable({ CATENARY_SPRAK_ANSI: 'true' })).toContain('use CATENARY_SPARK_ANSI.');
    expect(wrongContainerVariable({ CATENARY_OTHER: '1' })).toContain('there are CATENARY_MLEAP_SEMANTICS, ');
    expect(wrongContainerVariable({ CATENARY_SPARK_ANSI: 'true', SAGEMAKER_PROGRAM: 'a.py' })).toBeUndefined();
  });

  it('of transform jobs are refused in a container, and not dropped', () => {
    expect(wrongContainerVariable({ CATENARY_BATCH_BAD_RECORDS: 'quarantine' })).toBe(
      'CATENARY_BATCH_BAD_RECORDS is a variable of transform jobs: set it in the Environment of CreateTransformJob.',
    );
  });

  it('that are misspelt are refused in a transform job', () => {
    expect(wrongJobVariable({ CATENARY_BATCH_BAD_RECORD: 'quarantine' })).toBe(
      'CATENARY_BATCH_BAD_RECORD is not a variable of a transform job; use CATENARY_BATCH_BAD_RECORDS.',
    );
    expect(wrongJobVariable({ CATENARY_BATCH_CSV_HEADER: 'on', CATENARY_SPARK_ANSI: 'true', A: 'b' })).toBeUndefined();
  });

  it('in other letters are refused too: names are told apart by their case', () => {
    expect(wrongJobVariable({ catenary_batch_bad_records: 'quarantine' })).toBe(
      'catenary_batch_bad_records is not a variable of a transform job; use CATENARY_BATCH_BAD_RECORDS.',
    );
    expect(wrongContainerVariable({ Catenary_Spark_Ansi: 'true' })).toContain('use CATENARY_SPARK_ANSI.');
    expect(wrongContainerVariable({ catenary_batch_csv_header: 'on' })).toBe(
      'CATENARY_BATCH_CSV_HEADER is a variable of transform jobs: set it in the Environment of CreateTransformJob.',
    );
    expect(() => readEnvironment({ catenary_spark_ansi: 'true' })).toThrow(
      'CATENARY_SPARK_ANSI belongs into the environment of a container',
    );
    expect(readEnvironment({ catenary_mine: '1' })).toEqual({});
  });

  it.each([
    ['catenary_port', 'CATENARY_PORT'],
    ['CATENARY_LOGLEVEL', 'CATENARY_LOG_LEVEL'],
    ['CATENARY_LOG', 'CATENARY_LOG_LEVEL'],
    ['CATENARY_PROT', 'CATENARY_PORT'],
    ['CATENARY_S3_BUCKET', 'CATENARY_S3_BUCKETS'],
  ])('that are misspelt are refused in the environment of the server: %s', (name, nearest) => {
    const refusal = new OptionError(`${name} is not an option; use ${nearest}`, [name]);
    expect(() => readEnvironment({ [name]: '1' })).toThrow(refusal);
  });

  it('of a job or a container are refused in the environment of the server, and names of others are not', () => {
    expect(() => readEnvironment({ CATENARY_BATCH_BAD_RECORDS: 'quarantine' })).toThrow('transform job');
    expect(() => readEnvironment({ CATENARY_SPARK_ANSI: 'true' })).toThrow('container');
    expect(readEnvironment({ CATENARY_CHECKOUT: '/x', CATENARY_MINE: '1', CATENARY_HOST: '::1' })).toEqual({
      host: '::1',
    });
  });
});
