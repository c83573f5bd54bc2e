import { describe, expect, it } from 'vitest';
import { CaptureEncodings } from '../../../src/serving/capture/capture-encodings.ts';
import { captureLine } from '../../../src/serving/capture/capture-line.ts';
import { readRecordedRequests } from '../../../src/serving/capture/read-recorded-requests.ts';

const read = (key: string, body: string, contentType?: string) =>
  readRecordedRequests({ key, body: Buffer.from(body), contentType }).map((request) => ({
    ...request,
    body: request.body.toString(),
  }));

describe('readRecordedRequests()', () => {
  it('gives back what was captured, whatever its encoding', () => {
    const encodings = new CaptureEncodings({
      InitialSamplingPercentage: 100,
      DestinationS3Uri: 's3://b/c',
      CaptureOptions: [],
      CaptureContentTypeHeader: { CsvContentTypes: ['text/csv'] },
    });
    const line = (data: string, contentType?: string) =>
      captureLine({ id: 'e', time: 0, input: { body: Buffer.from(data), contentType } }, encodings);
    expect(read('a.jsonl', line('1,2', 'text/csv') + line('{"é":1}', 'application/json') + line('raw'))).toEqual([
      { body: '1,2', contentType: 'text/csv' },
      { body: '{"é":1}', contentType: 'application/json' },
      { body: 'raw' },
    ]);
  });

  it('takes a row of CSV as a request, 200 at most, and anything else whole', () => {
    expect(read('rows.csv', '1,2\r\n3,4\n')).toEqual([
      { body: '1,2\n', contentType: 'text/csv' },
      { body: '3,4\n', contentType: 'text/csv' },
    ]);
    expect(read('rows.csv', '1\n'.repeat(1000))).toHaveLength(200);
    expect(read('a.json', '{}', 'application/json')).toEqual([{ body: '{}', contentType: 'application/json' }]);
  });

  it('refuses lines that were not captured', () => {
    expect(() => read('a.jsonl', '{"a":1}\n')).toThrow('a line has no captureData.endpointInput');
  });
});
