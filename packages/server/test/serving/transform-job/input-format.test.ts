import { describe, expect, it } from 'vitest';
import { readInputFormat } from '../../../src/serving/transform-job/input-format.ts';
import { requestOf } from './record-sources/source-blocks.ts';

const read = (environment: Record<string, string>, input = {}) => readInputFormat(requestOf(environment, input));
const parquet = { CATENARY_BATCH_INPUT_FORMAT: 'parquet' };
const header = { CATENARY_BATCH_CSV_HEADER: 'on' };

describe('readInputFormat()', () => {
  it('is the SplitType as long as nothing else is asked for', () => {
    expect(read({}, { SplitType: 'TFRecord' })).toEqual({ kind: 'split', splitType: 'TFRecord' });
    expect(read({ CATENARY_BATCH_CSV_HEADER: 'off' })).toEqual({ kind: 'split', splitType: 'Line' });
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
