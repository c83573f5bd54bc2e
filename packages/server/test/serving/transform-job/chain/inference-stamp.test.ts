import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { blockSeed, InferenceIds, stampAnswer } from '../../../../src/serving/transform-job/chain/inference-stamp.ts';
import { lineSplitter } from '../../../../src/serving/transform-job/records/splitters/line.ts';
import { quotedLineSplitter } from '../../../../src/serving/transform-job/records/splitters/quoted-line.ts';

const time = '2022-08-30T00:49:15Z';
const seed = blockSeed('job 1661820555000', 'bucket/in.csv', 0);
const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/g;

/** The answer with "ID" for each id, and the ids. */
function stamp(answer: string, form: 'csv' | 'json', splitter = lineSplitter) {
  const bytes = Buffer.from(answer);
  const stamped = stampAnswer(
    { answer: bytes, lines: splitter.records(bytes) },
    { form, time },
    new InferenceIds(seed),
  ).toString();
  return { text: stamped.replace(uuid, 'ID'), ids: stamped.match(uuid) ?? [] };
}

describe('stampAnswer() of CSV', () => {
  it('puts two columns behind each line, which keeps its end', () => {
    const { text, ids } = stamp('0.5\n\n1,a\r\n2', 'csv');
    expect(text).toBe(`0.5,ID,${time}\n\n1,a,ID,${time}\r\n2,ID,${time}`);
    expect(new Set(ids).size).toBe(3);
  });

  it('does not cut a cell with a line break where these are in quotes', () => {
    expect(stamp('"a\nb",1\n2\n', 'csv', quotedLineSplitter).text).toBe(`"a\nb",1,ID,${time}\n2,ID,${time}\n`);
  });

  it('leaves no answer alone', () => {
    expect(stamp('', 'csv').text).toBe('');
    expect(stamp('\n', 'csv').text).toBe('\n');
  });
});

describe('stampAnswer() of JSON', () => {
  const keys = `"SageMakerInferenceId":"ID","SageMakerInferenceTime":"${time}"`;

  it('adds two keys to each object of JSON Lines, and writes its numbers as they were', () => {
    const { text, ids } = stamp('{"score": 1.50}\n{}\n{ "id": 12345678901234567890 }\r\n', 'json');
    expect(text).toBe(`{"score": 1.50,${keys}}\n{${keys}}\n{ "id": 12345678901234567890,${keys}}\r\n`);
    expect(new Set(ids).size).toBe(3);
  });

  it('makes an object of what is none', () => {
    expect(stamp('0.50\n[1,2]\nnull\n', 'json').text).toBe(
      ['0.50', '[1,2]', 'null'].map((value) => `{"SageMakerOutput":${value},${keys}}\n`).join(''),
    );
  });

  it('takes a document of several lines for one record', () => {
    expect(stamp('{\n  "predictions": [1]\n}\n', 'json').text).toBe(`{\n  "predictions": [1],${keys}}`);
  });

  it('names the line that is no JSON', () => {
    expect(() => stamp('{"a":1}\noops\n', 'json')).toThrow(
      expect.objectContaining({ line: 1, message: 'Failed to parse output from the algorithm as JSON' }),
    );
    expect(() => stamp('oops', 'json')).toThrow(expect.objectContaining({ line: 0 }));
  });
});

describe('InferenceIds', () => {
  const some = (from: string) => {
    const ids = new InferenceIds(from);
    return Array.from({ length: 1000 }, () => ids.next());
  };

  it('are UUIDs of version 4, all of them different', () => {
    const ids = some(seed);
    for (const id of ids) expect(id).toMatch(new RegExp(`^${uuid.source}$`));
    expect(new Set(ids).size).toBe(1000);
  });

  it('are the same for the same block of the same job, and no others', () => {
    expect(some(blockSeed('job 1661820555000', 'bucket/in.csv', 0))).toEqual(some(seed));
    const others = [
      blockSeed('job 1661820555001', 'bucket/in.csv', 0),
      blockSeed('job 1661820555000', 'bucket/in2.csv', 0),
      blockSeed('job 1661820555000', 'bucket/in.csv', 1),
    ];
    expect(new Set([seed, ...others].flatMap(some)).size).toBe(4000);
  });

  it('reveal what they are made from only as a hash', () => {
    const digest = createHash('sha256').update('["job 1661820555000","bucket/in.csv",0]').digest('hex');
    expect(seed).toBe(digest.slice(0, 32));
  });
});
