import { describe, expect, it } from 'vitest';
import { compileDataProcessing } from '../../../src/serving/transform-job/data-processing.ts';
import type { TransformRequest } from '../../../src/serving/transform-job/transform-request.ts';

function compile(
  processing: NonNullable<TransformRequest['DataProcessing']>,
  contentType = 'text/csv',
  accept?: string,
) {
  const request = {
    TransformInput: { ContentType: contentType },
    TransformOutput: accept === undefined ? {} : { Accept: accept },
    DataProcessing: processing,
  } as unknown as TransformRequest;
  return compileDataProcessing(request);
}

const combine = (processing: Parameters<typeof compile>[0], record: string, output: string, type = 'text/csv') =>
  compile(processing, type)?.combine(Buffer.from(record), Buffer.from(output)).toString();

describe('compileDataProcessing() on CSV', () => {
  it('filters the input, keeping quoted fields as they are written', () => {
    const filtered = compile({ InputFilter: '$[1:]' })?.filterInput(Buffer.from('id,"a, ""b""",2'));
    expect(filtered?.toString()).toBe('"a, ""b""",2');
  });

  it('joins output fields to the whole input and picks from the joined row', () => {
    expect(combine({ InputFilter: '$[1:]', JoinSource: 'Input' }, 'id,1,2', '0.5')).toBe('id,1,2,0.5');
    expect(combine({ JoinSource: 'Input', OutputFilter: '$[0,-1]' }, 'id,1,2', '0.5')).toBe('id,0.5');
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

describe('compileDataProcessing() on JSON Lines', () => {
  const type = 'application/jsonlines';

  it('adds SageMakerOutput to an object and wraps anything else', () => {
    expect(combine({ JoinSource: 'Input' }, '{"id":1}', '[2]', type)).toBe('{"id":1,"SageMakerOutput":[2]}');
    expect(combine({ JoinSource: 'Input' }, '[1]', '2', type)).toBe('{"SageMakerInput":[1],"SageMakerOutput":2}');
  });

  it('keeps the selected keys', () => {
    expect(
      combine({ JoinSource: 'Input', OutputFilter: "$['id','SageMakerOutput']" }, '{"id":1,"x":2}', '3', type),
    ).toBe('{"id":1,"SageMakerOutput":3}');
  });
});

describe('compileDataProcessing()', () => {
  it('is absent when nothing is asked', () => {
    expect(compile({ InputFilter: '$', JoinSource: 'None' })).toBeUndefined();
  });

  it('refuses other content types and an Accept of another type', () => {
    expect(() => compile({ JoinSource: 'Input' }, 'image/png')).toThrow('DataProcessing works on text/csv');
    expect(() => compile({ JoinSource: 'Input' }, 'text/csv', 'application/json')).toThrow('to be the same');
  });
});
