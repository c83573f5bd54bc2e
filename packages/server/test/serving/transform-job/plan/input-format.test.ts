import { describe, expect, it } from 'vitest';
import { transformPlan } from '../../../support/transform-plan.ts';

const read = (Environment: Record<string, string>, input = {}) => transformPlan({ Environment, input }).input.format;
const parquet = { CATENARY_BATCH_INPUT_FORMAT: 'parquet' };
const header = { CATENARY_BATCH_CSV_HEADER: 'on' };

describe("the format of a job's input", () => {
  it('is the SplitType as long as nothing else is asked for', () => {
    expect(read({}, { SplitType: 'TFRecord' })).toEqual({ kind: 'split', splitType: 'TFRecord' });
    expect(read({ CATENARY_BATCH_CSV_HEADER: 'off' })).toEqual({ kind: 'split', splitType: 'Line' });
  });

  it('is a dialect of CSV where a variable says so', () => {
    const usual = { kind: 'csv', splitType: 'Line', hasHeader: false, delimiter: ',', quote: '"' };
    expect(read({ ...header, CATENARY_BATCH_COLUMNS: 'b,"a,c"' })).toEqual({
      ...usual,
      hasHeader: true,
      columns: ['b', 'a,c'],
    });
    expect(read({ CATENARY_BATCH_CSV_QUOTED_NEWLINES: 'on' })).toEqual({ ...usual, splitType: 'QuotedLine' });
    const tabs = { CATENARY_BATCH_CSV_DELIMITER: 'tab', CATENARY_BATCH_CSV_QUOTE: "'" };
    expect(read(tabs)).toEqual({ ...usual, delimiter: '\t', quote: "'" });
  });

  it('is Parquet as lines of CSV or of JSON', () => {
    expect(read(parquet)).toEqual({ kind: 'parquet', splitType: 'QuotedLine', line: 'csv' });
    expect(read({ ...parquet, CATENARY_BATCH_OUTPUT_FORMAT: 'parquet', CATENARY_BATCH_COLUMNS: 'a' })).toEqual({
      kind: 'parquet',
      splitType: 'QuotedLine',
      line: 'csv',
      columns: ['a'],
      quotesTexts: true,
    });
    const lines = { ContentType: 'application/jsonlines; charset=utf-8' };
    expect(read(parquet, lines)).toEqual({ kind: 'parquet', splitType: 'Line', line: 'json' });
  });

  it.each([
    [{ CATENARY_BATCH_INPUT_FORMAT: 'orc' }, {}, 'CATENARY_BATCH_INPUT_FORMAT must be one of split, parquet'],
    [{ CATENARY_BATCH_CSV_HEADER: 'yes' }, {}, 'CATENARY_BATCH_CSV_HEADER must be one of off, on'],
    [{ CATENARY_BATCH_CSV_DELIMITER: '||' }, {}, 'one ASCII character'],
    [{ CATENARY_BATCH_CSV_DELIMITER: '"' }, {}, 'one ASCII character'],
    [{ CATENARY_BATCH_CSV_QUOTE: "''" }, {}, 'CATENARY_BATCH_CSV_QUOTE must be one ASCII punctuation mark'],
    [{ CATENARY_BATCH_CSV_QUOTE: 'a' }, {}, 'must be one ASCII punctuation mark'],
    [{ CATENARY_BATCH_CSV_QUOTE: '|', CATENARY_BATCH_CSV_DELIMITER: '|' }, {}, 'other than the delimiter'],
    [{ CATENARY_BATCH_COLUMNS: 'a' }, {}, 'needs CATENARY_BATCH_CSV_HEADER=on'],
    [{ ...header, CATENARY_BATCH_COLUMNS: 'a,,b' }, {}, 'must be names of columns'],
    [header, { SplitType: 'None' }, 'CATENARY_BATCH_CSV_HEADER needs SplitType Line; it is None.'],
    [header, { ContentType: 'application/json' }, 'needs ContentType text/csv; it is "application/json"'],
    [parquet, { SplitType: undefined }, 'needs SplitType Line'],
    [parquet, { CompressionType: 'Gzip' }, 'needs CompressionType None'],
    [parquet, { ContentType: 'text/libsvm' }, 'needs ContentType text/csv or application/jsonlines'],
    [{ ...parquet, ...header }, {}, 'CATENARY_BATCH_CSV_HEADER is for CSV'],
  ])('refuses %j with %j', (environment, input, message) => {
    expect(() => read(environment, input)).toThrow(message);
  });
});
