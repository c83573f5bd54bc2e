import { describe, expect, it } from 'vitest';
import { CaptureEncodings } from '../../../src/serving/capture/capture-encodings.ts';
import { captureKey } from '../../../src/serving/capture/capture-key.ts';
import { captureLine } from '../../../src/serving/capture/capture-line.ts';

const config = { InitialSamplingPercentage: 100, DestinationS3Uri: 's3://b/c', CaptureOptions: [] };
const asSdk = new CaptureEncodings({
  ...config,
  CaptureContentTypeHeader: { CsvContentTypes: ['text/csv'], JsonContentTypes: ['application/json'] },
});
const time = Date.UTC(2022, 1, 14, 17, 25, 49, 999);
const csv = (text: string | Buffer) => ({ body: Buffer.from(text), contentType: 'text/csv' });

describe('captureLine()', () => {
  it('has the form of the developer guide, "Capture data from real-time endpoint"', () => {
    const line = captureLine(
      {
        id: 'b7ec1ad4-fbb2-4d8e-9b1b-6b4b7f2a0c11',
        time,
        input: csv('1,2'),
        output: { body: Buffer.from('0.5'), contentType: 'text/csv; charset=utf-8' },
      },
      asSdk,
    );
    expect(line).toBe(
      '{"captureData":{"endpointInput":{"observedContentType":"text/csv","mode":"INPUT","data":"1,2","encoding":"CSV"},' +
        '"endpointOutput":{"observedContentType":"text/csv; charset=utf-8","mode":"OUTPUT","data":"0.5","encoding":"CSV"}},' +
        '"eventMetadata":{"eventId":"b7ec1ad4-fbb2-4d8e-9b1b-6b4b7f2a0c11","inferenceTime":"2022-02-14T17:25:49Z"},"eventVersion":"0"}\n',
    );
  });

  it('has what the caller sent with the request, and each step if that is asked for', () => {
    const output = { body: Buffer.from('{"a":"\n"}'), contentType: 'Application/JSON' };
    const steps = [{ container: 'container-1', ...csv('x') }];
    const event = { id: 'e', time, inferenceId: 'mine', customAttributes: 'a=b', output, steps };
    expect(JSON.parse(captureLine(event, asSdk))).toEqual({
      captureData: {
        endpointOutput: {
          observedContentType: 'Application/JSON',
          mode: 'OUTPUT',
          data: '{"a":"\n"}',
          encoding: 'JSON',
        },
      },
      eventMetadata: {
        eventId: 'e',
        inferenceId: 'mine',
        customAttributes: ['a=b'],
        inferenceTime: '2022-02-14T17:25:49Z',
      },
      eventVersion: '0',
      steps: [
        { container: 'container-1', observedContentType: 'text/csv', mode: 'OUTPUT', data: 'x', encoding: 'CSV' },
      ],
    });
  });

  it.each([
    ['of a type that is not listed', { body: Buffer.from('1'), contentType: 'text/plain' }, 'MQ=='],
    ['without a type', { body: Buffer.from('1') }, 'MQ=='],
    ['that is no text, whatever it is called', csv(Buffer.from([0xff, 0x00])), '/wA='],
  ])('has data %s as base64', (_what, input, data) => {
    const { captureData } = JSON.parse(captureLine({ id: 'e', time, input }, asSdk)) as {
      captureData: { endpointInput: { data: string; encoding: string } };
    };
    expect(captureData.endpointInput).toMatchObject({ data, encoding: 'BASE64' });
  });

  it('has everything as base64 if no type is listed', () => {
    expect(captureLine({ id: 'e', time, input: csv('1') }, new CaptureEncodings(config))).toContain(
      '"data":"MQ==","encoding":"BASE64"',
    );
  });
});

describe('captureKey()', () => {
  const folder = { destination: { bucket: 'b', key: 'captured' }, endpoint: 'e', variant: 'AllTraffic' };
  it('is that of the service: by the hour, UTC', () => {
    expect(captureKey(folder, Date.UTC(2020, 2, 11, 12, 32, 18, 648), 'cee08c3a')).toEqual({
      bucket: 'b',
      key: 'captured/e/AllTraffic/2020/03/11/12/32-18-648-cee08c3a.jsonl',
    });
  });
  it.each(['', 'deep/er/'])('has no slash too many or too few behind "%s"', (key) => {
    const at = captureKey({ ...folder, destination: { bucket: 'b', key } }, 0, 'i');
    expect(at.key).toBe(`${key}e/AllTraffic/1970/01/01/00/00-00-000-i.jsonl`);
  });
});
