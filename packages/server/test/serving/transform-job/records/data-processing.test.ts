import { describe, expect, it } from 'vitest';
import type { FileColumn } from '../../../../src/serving/container/file-facts.ts';
import type { TransformRequest } from '../../../../src/serving/records/transform-request.ts';
import { dataProcessing } from '../../../../src/serving/transform-job/records/data-processing.ts';
import { isNullCell } from '../../../../src/serving/transform-job/records/is-null-cell.ts';
import { transformPlan } from '../../../support/transform-plan.ts';

function compile(
  DataProcessing: NonNullable<TransformRequest['DataProcessing']>,
  ContentType = 'text/csv',
  Accept?: string,
) {
  const output = Accept === undefined ? {} : { Accept };
  const { processing } = transformPlan({ DataProcessing, input: { ContentType }, output });
  return processing === undefined ? undefined : dataProcessing(processing);
}

const combine = (processing: Parameters<typeof compile>[0], record: string, output: string, type = 'text/csv') =>
  compile(processing, type)?.combine(Buffer.from(record), Buffer.from(output)).toString();

describe('dataProcessing() on CSV', () => {
  it('filters the input, keeping quoted fields as they are written', () => {
    const filtered = compile({ InputFilter: '$[1:]' })?.filterInput(Buffer.from('id,"a, ""b""",2'));
    expect(filtered?.toString()).toBe('"a, ""b""",2');
  });

  it('joins output fields to the whole input and picks from the joined row', () => {
    expect(combine({ InputFilter: '$[1:]', JoinSource: 'Input' }, 'id,1,2', '0.5')).toBe('id,1,2,0.5');
    expect(combine({ JoinSource: 'Input', OutputFilter: '$[0,-1]' }, 'id,1,2', '0.5')).toBe('id,0.5');
  });

  it('picks from the output alone where nothing is joined', () => {
    expect(combine({ OutputFilter: '$[1]' }, 'id,1,2', '0.5,0.25')).toBe('0.25');
    expect(combine({ OutputFilter: '$[0:2]' }, 'id', 'a,b,c')).toBe('a,b');
  });

  it('names a position that the joined row has not', () => {
    expect(() => combine({ JoinSource: 'Input', OutputFilter: '$[5]' }, 'id,1', '0.5')).toThrow(
      'Index 5 is outside the record of 3 fields.',
    );
  });

  it('keeps bytes that are no UTF-8', () => {
    // "é" in Latin-1, then in UTF-8.
    const record = Buffer.from([0x31, 0x2c, 0xe9, 0x2c, 0xc3, 0xa9]);
    const processing = compile({ InputFilter: '$[1:]', JoinSource: 'Input' });
    expect(processing?.filterInput(record)).toEqual(record.subarray(2));
    expect(processing?.combine(record, Buffer.from('2'))).toEqual(Buffer.concat([record, Buffer.from(',2')]));
  });

  it('joins a null of a table with one column as an empty cell, and its empty text in quotes', () => {
    const joins = compile({ JoinSource: 'Input' });
    const joined = (columns: readonly FileColumn[]) => {
      const record = Buffer.from('""');
      return joins?.combine(record, Buffer.from('0.5'), isNullCell(record, columns)).toString();
    };
    expect(joined([{ name: 'day', isNoText: true }])).toBe(',0.5');
    expect(joined([{ name: 'text' }])).toBe('"",0.5');
    expect(isNullCell(Buffer.from('"",""'), [{ name: 'day', isNoText: true }])).toBe(false);
    expect(isNullCell(Buffer.from('""'), undefined)).toBe(false);
  });

  it('keeps empty last fields', () => {
    expect(combine({ JoinSource: 'Input' }, 'a,"",', 'x')).toBe('a,"",,x');
  });

  it('says which side is no CSV', () => {
    expect(() => combine({ JoinSource: 'Input' }, '"a', 'x')).toThrow('Failed to parse input as CSV');
    expect(() => combine({ OutputFilter: '$[0]' }, 'a', '"x')).toThrow(
      'Failed to parse output from the algorithm as CSV',
    );
  });
});

describe('dataProcessing() on JSON Lines', () => {
  const type = 'application/jsonlines';

  it('adds SageMakerOutput to an object and wraps anything else', () => {
    expect(combine({ JoinSource: 'Input' }, '{"id":1}', '[2]', type)).toBe('{"id":1,"SageMakerOutput":[2]}');
    expect(combine({ JoinSource: 'Input' }, '[1]', '2', type)).toBe('{"SageMakerInput":[1],"SageMakerOutput":2}');
  });

  it('overwrites a key that the input has already', () => {
    expect(combine({ JoinSource: 'Input' }, '{"SageMakerOutput":0,"id":1}', '2', type)).toBe(
      '{"SageMakerOutput":2,"id":1}',
    );
  });

  it('filters what the container gets', () => {
    const filter = (path: string) =>
      compile({ InputFilter: path }, type)?.filterInput(Buffer.from('{"id":7,"features":[1,2,3]}')).toString();
    expect(filter('$.features')).toBe('[1,2,3]');
    expect(filter("$['features']")).toBe('[1,2,3]');
    expect(filter('$.features[0,2]')).toBe('[1,3]');
  });

  it('writes numbers as they were, those that no double has too', () => {
    const record = '{"id":12345678901234567890,"features":[55.0,1e999,-0,0.1],"x":{"y":1.50}}';
    expect(combine({ JoinSource: 'Input' }, record, '[1.10]', type)).toBe(
      '{"id":12345678901234567890,"features":[55.0,1e999,-0,0.1],"x":{"y":1.50},"SageMakerOutput":[1.10]}',
    );
    const paths = { JoinSource: 'Input', OutputFilter: "$['id','SageMakerOutput','x']" } as const;
    expect(combine(paths, record, '[1.10]', type)).toBe(
      '{"id":12345678901234567890,"SageMakerOutput":[1.10],"x":{"y":1.50}}',
    );
    const filtered = compile({ InputFilter: '$.features' }, type)?.filterInput(Buffer.from(record)).toString();
    expect(filtered).toBe('[55.0,1e999,-0,0.1]');
    expect(() => combine({ OutputFilter: '$.id.more' }, '{}', record, type)).toThrow(
      '"more" cannot be selected: the value there is no object.',
    );
    expect(combine({ JoinSource: 'Input' }, '1.0', '2.0', type)).toBe('{"SageMakerInput":1.0,"SageMakerOutput":2.0}');
    expect(combine({ JoinSource: 'Input', OutputFilter: '$.SageMakerInput' }, '1.0', '2.0', type)).toBe('1.0');
  });

  it('passes on NaN and infinities as Python writes them, and texts that look like them', () => {
    const record = '{"id":NaN,"features":[1,-Infinity],"note":"NaN, \\"Infinity\\""}';
    expect(combine({ JoinSource: 'Input' }, record, '[NaN, 0.5]', type)).toBe(
      '{"id":NaN,"features":[1,-Infinity],"note":"NaN, \\"Infinity\\"","SageMakerOutput":[NaN,0.5]}',
    );
    expect(compile({ InputFilter: '$.features' }, type)?.filterInput(Buffer.from(record)).toString()).toBe(
      '[1,-Infinity]',
    );
    expect(combine({ JoinSource: 'Input', OutputFilter: '$.SageMakerOutput' }, '1', 'Infinity', type)).toBe('Infinity');
    expect(() => combine({ JoinSource: 'Input' }, 'nan', '1', type)).toThrow('Failed to parse input as JSON');
  });

  it('refuses bytes that are no UTF-8: they would come out as others', () => {
    const record = Buffer.from('{"name":"\xe9"}', 'latin1');
    expect(() => compile({ JoinSource: 'Input' }, type)?.combine(record, Buffer.from('1'))).toThrow(
      'Failed to parse input as JSON: it is not UTF-8',
    );
    expect(() => compile({ InputFilter: '$.name' }, type)?.filterInput(record)).toThrow('it is not UTF-8');
  });

  it('writes a record on one line, however the answer was written', () => {
    expect(combine({ JoinSource: 'Input' }, '{ "id": 1 }', '{\n  "a": 2\n}', type)).toBe(
      '{"id":1,"SageMakerOutput":{"a":2}}',
    );
    expect(combine({ JoinSource: 'Input' }, '{ }', ' 2', type)).toBe('{"SageMakerOutput":2}');
  });

  it('says which side is no JSON', () => {
    expect(() => combine({ JoinSource: 'Input' }, '{"id"', '1', type)).toThrow('Failed to parse input as JSON: {"id"');
    expect(() => combine({ OutputFilter: '$.a' }, '{}', 'oops', type)).toThrow(
      'Failed to parse output from the algorithm as JSON',
    );
  });

  it('keeps numbers as they are written, wherever their point is and however small they are', () => {
    const record = '{"a":2855982266.7830774302,"b":0.0000001,"c":-1.50,"d":12345678901234.56789}';
    const filter = { OutputFilter: "$['a','b','c','d']" };
    expect(combine(filter, '{}', record, type)).toBe(record);
  });

  it('keeps the order of members, also of names that are digits', () => {
    const record = '{"b":1,"10":{"z":0.50,"2":[{"y":"\\"\\u00013\\":","1":2}]},"07":3,"1e3":4,"9":""}';
    const filter = (path: string, text = record) =>
      compile({ InputFilter: path }, type)?.filterInput(Buffer.from(text)).toString();
    expect(filter('$.row', `{"9":0,"row":${record}}`)).toBe(record);
    expect(filter("$['9','10','b']")).toBe('{"9":"","10":{"z":0.50,"2":[{"y":"\\"\\u00013\\":","1":2}]},"b":1}');
    expect(filter('$.*')).toBe('[1,{"z":0.50,"2":[{"y":"\\"\\u00013\\":","1":2}]},3,4,""]');
    expect(filter("$['10']['2']")).toBe('[{"y":"\\"\\u00013\\":","1":2}]');
    expect(combine({ JoinSource: 'Input', OutputFilter: '$' }, '{"z":1,"5":2}', '{"x":1,"0":2}', type)).toBe(
      '{"z":1,"5":2,"SageMakerOutput":{"x":1,"0":2}}',
    );
    expect(combine({ JoinSource: 'Input', OutputFilter: "$['SageMakerOutput','5']" }, '{"z":1,"5":2}', '3', type)).toBe(
      '{"SageMakerOutput":3,"5":2}',
    );
  });

  it('keeps the selected keys', () => {
    expect(
      combine({ JoinSource: 'Input', OutputFilter: "$['id','SageMakerOutput']" }, '{"id":1,"x":2}', '3', type),
    ).toBe('{"id":1,"SageMakerOutput":3}');
  });
});

describe('dataProcessing()', () => {
  it('is absent when nothing is asked', () => {
    expect(compile({ InputFilter: '$', JoinSource: 'None' })).toBeUndefined();
  });

  it('refuses other content types and an Accept of another type', () => {
    expect(() => compile({ JoinSource: 'Input' }, 'image/png')).toThrow('DataProcessing works on text/csv');
    expect(() => compile({ JoinSource: 'Input' }, 'text/csv', 'application/json')).toThrow('to be the same');
  });
});
