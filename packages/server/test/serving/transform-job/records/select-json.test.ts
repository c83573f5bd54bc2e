import { describe, expect, it } from 'vitest';
import { parseJsonPath } from '../../../../src/serving/transform-job/plan/json-path.ts';
import { selectFields, selectJson } from '../../../../src/serving/transform-job/records/select-json.ts';

const parse = (path: string) => parseJsonPath(path, 'OutputFilter', 'application/jsonlines');
const json = (path: string, record: unknown) => selectJson(parse(path), record);
const fields = (path: string, row: string[]) => selectFields(parse(path), row);

describe('selectJson()', () => {
  const record = { id: 7, features: [1, 2, 3], nested: { a: { b: 'x' } }, SageMakerOutput: 0.5 };

  it.each([
    ['$', record],
    ['$.features', [1, 2, 3]],
    ['$.nested.a.b', 'x'],
    ["$['id','SageMakerOutput']", { id: 7, SageMakerOutput: 0.5 }],
    ['$.features[0]', 1],
    ['$.features[-1]', 3],
    ['$.features[0,-1]', [1, 3]],
    ['$.features[1:]', [2, 3]],
    ['$.features[:2]', [1, 2]],
    ['$.nested.*', [{ b: 'x' }]],
    ['$.features[*]', [1, 2, 3]],
    ['$.features.*', [1, 2, 3]],
    ["$.nested['a']", { b: 'x' }],
    ["$.nested.['a'].b", 'x'],
    ["$['features'][ 1 , 0 ]", [2, 1]],
    ['$.features[1:3]', [2, 3]],
    ['$.features[-2:]', [2, 3]],
    ['$.features[:-1]', [1, 2]],
    ['$.features[2:9]', [3]],
    ['$.features[3:]', []],
    ['$.features[:]', [1, 2, 3]],
  ])('%s selects', (path, expected) => {
    expect(json(path, record)).toEqual(expected);
  });

  it('fails where the record has no such thing', () => {
    expect(() => json('$.nope', record)).toThrow('The record has no "nope".');
    expect(() => json('$.features[3]', record)).toThrow('Index 3 is outside the record of 3 fields.');
    expect(() => json('$.constructor', record)).toThrow('The record has no "constructor".');
    expect(() => json('$.id.more', record)).toThrow('"more" cannot be selected: the value there is no object.');
    expect(() => json('$.nested[0]', record)).toThrow('A position cannot be selected: the value there is no array.');
    expect(() => json("$['id','nope']", record)).toThrow('The record has no "nope".');
  });
});

describe('selectFields()', () => {
  it('picks columns of a CSV row', () => {
    expect(fields('$[0,-1]', ['a', 'b', 'c'])).toEqual(['a', 'c']);
    expect(fields('$[1:]', ['a', 'b', 'c'])).toEqual(['b', 'c']);
    expect(fields('$', ['a'])).toEqual(['a']);
    expect(fields('$[2]', ['a', 'b', 'c'])).toEqual(['c']);
    expect(fields('$[:2]', ['a', 'b', 'c'])).toEqual(['a', 'b']);
    expect(fields('$[*]', ['a', 'b'])).toEqual(['a', 'b']);
  });

  it('refuses an index outside the row', () => {
    expect(() => fields('$[-4]', ['a', 'b', 'c'])).toThrow('Index -4 is outside the record of 3 fields.');
  });
});

describe('parseJsonPath()', () => {
  it('refuses characters outside the dialect with the message of the service', () => {
    expect(() => parse('$.my_key')).toThrow(
      `Invalid OutputFilter: "$.my_key". Unexpected "_" in JsonPath. Supported operators for "application/jsonlines" are ['$', '[', ']', '*', '.', ' ', ',', ':', '-', ''']`,
    );
  });

  it('refuses several ranges with the message of the service', () => {
    expect(() => parse('$[0:2,246:]')).toThrow(
      'Invalid JsonPath: $[0:2,246:]: only single range filters of format (eg: [1:5]) are supported. Format [0:2,246:] is not supported',
    );
  });

  it('refuses what is no path', () => {
    const malformed = ['', 'features', '$.', '$[', '$[]', '$..a', `$.${'a'.repeat(70)}`, "$['a", "$['a.b'", '$[1.5]'];
    for (const path of [...malformed, '$[a]', "$['a',1]", '$ .a', '$[1 2]', '$[--1]', '$a', '$$'])
      expect(() => parse(path), path).toThrow(/Invalid OutputFilter/);
  });
});
