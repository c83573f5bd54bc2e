import { describe, expect, it } from 'vitest';
import { type CaptureReading, capturedRows } from '../../../src/serving/monitoring/datasets/captured-rows.ts';

interface Side {
  readonly data: string;
  readonly encoding: string;
  readonly observedContentType?: string;
}

const always: CaptureReading = { names: [], from: -Infinity, to: Infinity };

const lineOf = (
  sides: { readonly endpointInput?: Side; readonly endpointOutput?: Side },
  inferenceTime = '2026-01-31T05:10:20Z',
) => JSON.stringify({ captureData: sides, eventMetadata: { eventId: 'e', inferenceTime }, eventVersion: '0' });

const csv = (data: string): Side => ({ data, encoding: 'CSV' });
const json = (data: string): Side => ({ data, encoding: 'JSON' });

const rows = (line: string, reading = always) =>
  capturedRows(line, { ...always, ...reading })?.map((row) => Object.fromEntries(row));

describe('capturedRows()', () => {
  it('puts the answer first, and then the request', () => {
    expect(rows(lineOf({ endpointInput: csv('1,a\n'), endpointOutput: csv('0.5\n') }))).toEqual([
      { _c0: '0.5', _c1: '1', _c2: 'a' },
    ]);
  });

  it('gives cells the names of the baseline, as far as there are any', () => {
    const line = lineOf({ endpointInput: csv('1,a'), endpointOutput: csv('0.5') });
    expect(rows(line, { ...always, names: ['price', 'carat'] })).toEqual([{ price: '0.5', carat: '1', _c2: 'a' }]);
  });

  it('takes each line of a request for a row, with its line of the answer', () => {
    expect(rows(lineOf({ endpointInput: csv('1,a\n2,"b,\nc"\n'), endpointOutput: csv('0.5\n0.6\n') }))).toEqual([
      { _c0: '0.5', _c1: '1', _c2: 'a' },
      { _c0: '0.6', _c1: '2', _c2: 'b,\nc' },
    ]);
  });

  it('shares out an answer that has a cell for each row', () => {
    expect(rows(lineOf({ endpointInput: csv('1\n2\n3'), endpointOutput: csv('7,8,9') }))).toEqual([
      { _c0: '7', _c1: '1' },
      { _c0: '8', _c1: '2' },
      { _c0: '9', _c1: '3' },
    ]);
  });

  it('takes empty cells and null for missing', () => {
    expect(rows(lineOf({ endpointInput: csv('1,,3') }))).toEqual([{ _c0: '1', _c1: undefined, _c2: '3' }]);
    expect(rows(lineOf({ endpointInput: json('{"a":null,"b":""}') }))).toEqual([{ a: undefined, b: '' }]);
  });

  it('names nested values of JSON by their path, and keeps numbers as they are written', () => {
    const input = json('{"a":{"b":1.0,"c":[true,12345678901234567890]},"t":"x"}');
    expect(rows(lineOf({ endpointInput: input, endpointOutput: json('{"score":0.50}') }))).toEqual([
      { score: '0.50', 'a.b': '1.0', 'a.c.0': 'true', 'a.c.1': '12345678901234567890', t: 'x' },
    ]);
  });

  it('reads lists of objects, lists of lists and JSON lines as rows', () => {
    expect(rows(lineOf({ endpointInput: json('[{"a":1},{"a":2}]') }))).toEqual([{ a: '1' }, { a: '2' }]);
    expect(rows(lineOf({ endpointInput: json('[[1,2],[3,4]]') }))).toEqual([
      { _c0: '1', _c1: '2' },
      { _c0: '3', _c1: '4' },
    ]);
    expect(rows(lineOf({ endpointInput: json('{"a":1}\n{"a":2}\n') }))).toEqual([{ a: '1' }, { a: '2' }]);
  });

  it('reads a request and an answer of different forms', () => {
    expect(rows(lineOf({ endpointInput: csv('1,2'), endpointOutput: json('{"score":0.5}') }))).toEqual([
      { _c0: '1', _c1: '2', score: '0.5' },
    ]);
  });

  it('reads base64 by the type that was observed', () => {
    const data = Buffer.from('1,2').toString('base64');
    const side = (observedContentType: string) => ({ data, encoding: 'BASE64', observedContentType });
    expect(rows(lineOf({ endpointInput: side('text/csv; charset=utf-8') }))).toEqual([{ _c0: '1', _c1: '2' }]);
    expect(rows(lineOf({ endpointInput: side('image/png') }))).toBeUndefined();
  });

  it('leaves out what was captured at another time', () => {
    const hour = { ...always, from: Date.UTC(2026, 0, 31, 5), to: Date.UTC(2026, 0, 31, 6) };
    const at = (time: string) => rows(lineOf({ endpointInput: csv('1') }, time), hour)?.length;
    expect(
      ['2026-01-31T04:59:59Z', '2026-01-31T05:00:00Z', '2026-01-31T05:59:59Z', '2026-01-31T06:00:00Z'].map(at),
    ).toEqual([0, 1, 1, 0]);
  });

  it.each([
    '',
    'null',
    '7',
    '{"captureData":7}',
    '{',
    lineOf({ endpointInput: json('{') }),
    lineOf({ endpointInput: csv('"a') }),
  ])('reads nothing of %j', (line) => {
    expect(rows(line)).toBeUndefined();
  });
});
