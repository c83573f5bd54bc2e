import { describe, expect, it } from 'vitest';
import { transformPlan } from '../../../support/transform-plan.ts';

const parquet = { CATENARY_BATCH_OUTPUT_FORMAT: 'parquet' };
const read = (Environment: Record<string, string>, output = {}, input = {}) =>
  transformPlan({ Environment, output, input }).output.format;

describe("the format of a job's outputs", () => {
  it('is plain unless a job asks for something else', () => {
    expect(read({}, { AssembleWith: 'None', Accept: 'image/png' })).toEqual({ kind: 'plain' });
    expect(read({ CATENARY_BATCH_OUTPUT_FORMAT: 'plain' })).toEqual({ kind: 'plain' });
  });

  it('takes Accept for what a line is, else ContentType', () => {
    expect(read(parquet)).toEqual({ kind: 'parquet', line: 'csv' });
    expect(read(parquet, { Accept: 'application/jsonlines; charset=utf-8' })).toEqual({
      kind: 'parquet',
      line: 'json',
    });
    expect(read(parquet, {}, { ContentType: 'application/json' })).toEqual({ kind: 'parquet', line: 'json' });
  });

  it('reads names and types of columns', () => {
    const columns = { ...parquet, CATENARY_BATCH_OUTPUT_COLUMNS: 'id:int64,"a,b",a:b:text' };
    expect(read(columns)).toMatchObject({
      columns: [{ name: 'id', type: 'int64' }, { name: 'a,b' }, { name: 'a:b', type: 'text' }],
    });
  });

  it.each([
    [{ CATENARY_BATCH_OUTPUT_FORMAT: 'orc' }, {}, 'CATENARY_BATCH_OUTPUT_FORMAT must be one of plain, parquet'],
    [{ CATENARY_BATCH_OUTPUT_COLUMNS: 'a' }, {}, 'needs CATENARY_BATCH_OUTPUT_FORMAT=parquet'],
    [parquet, { AssembleWith: 'None' }, 'needs AssembleWith Line (a line is a row); it is None.'],
    [parquet, { Accept: 'application/x-npy' }, 'to be one of text/csv, application/json, application/jsonlines; it is'],
    [{ ...parquet, CATENARY_BATCH_OUTPUT_COLUMNS: '' }, {}, 'must be names of columns'],
    [{ ...parquet, CATENARY_BATCH_OUTPUT_COLUMNS: 'a,,b' }, {}, 'must be names of columns'],
    [{ ...parquet, CATENARY_BATCH_OUTPUT_COLUMNS: 'a\nb' }, {}, 'must be names of columns'],
    [{ ...parquet, CATENARY_BATCH_OUTPUT_COLUMNS: '"a' }, {}, 'must be names of columns'],
    [{ ...parquet, CATENARY_BATCH_OUTPUT_COLUMNS: 'a,a:text' }, {}, 'names "a" twice'],
    [{ ...parquet, CATENARY_BATCH_OUTPUT_COLUMNS: 'a:int' }, {}, 'types are double, float, int64, boolean, text'],
    [{ ...parquet, CATENARY_BATCH_OUTPUT_COLUMNS: 'a:constructor' }, {}, 'a column of type "constructor"'],
  ])('refuses %j with %j', (environment, output, message) => {
    expect(() => read(environment, output)).toThrow(message);
  });
});
