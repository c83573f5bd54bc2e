import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DoublerServer, startDoublerServer } from '../support/doubler-server.ts';
import { recordIoPart, tfRecord } from '../support/framed-records.ts';
import { transform } from '../support/transform-job.ts';

/** SplitType × BatchStrategy × AssembleWith: what a container is sent of an object, and what becomes of its answers. */
let doubler: DoublerServer;
let jobs = 0;
const payloads = ['one', 'two22', 'three333'].map((text) => Buffer.from(text));

beforeAll(async () => {
  doubler = await startDoublerServer();
  await send('PUT', '/splits');
  // Answers what it was sent, in hexadecimal digits and without an end of line.
  const PrimaryContainer = { Image: 'host/doubler:1', Environment: { ECHO: '1' } };
  await doubler.server.client.operation('CreateModel', { ModelName: 'echo', PrimaryContainer });
});
afterAll(() => doubler.close());

const send = (method: string, path: string, body?: Buffer) =>
  doubler.server.client.send({ method, path, service: 's3', ...(body === undefined ? {} : { body }) });

/** One object through the echo: the job, and its output. */
async function run(body: Buffer, input: object, output: object = {}, further: object = {}) {
  const name = `split-${++jobs}`;
  await send('PUT', `/splits/${name}/in`, body);
  const job = await transform(doubler.server.client, name, {
    ModelName: 'echo',
    TransformInput: {
      DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: `s3://splits/${name}/` } },
      ...input,
    },
    TransformOutput: { S3OutputPath: `s3://splits/out-${name}`, ...output },
    ...further,
  });
  const found = await send('GET', `/splits/out-${name}/in.out`).catch(() => undefined);
  return { job, output: found?.body.toString() };
}

const hex = (...parts: readonly Buffer[]) => parts.map((part) => part.toString('hex'));
const recordIo = payloads.map((payload) => recordIoPart(payload));
const tfRecords = payloads.map(tfRecord);
const lines = Buffer.from('one\ntwo22\r\nthree333\n');

describe('a container is sent', () => {
  it.each<[string, string, Buffer, readonly string[]]>([
    ['None', 'MultiRecord', lines, hex(lines)],
    ['None', 'SingleRecord', lines, hex(lines)],
    ['Line', 'SingleRecord', lines, hex(...payloads)],
    ['Line', 'MultiRecord', lines, hex(Buffer.from('one\ntwo22\nthree333'))],
    ['RecordIO', 'SingleRecord', Buffer.concat(recordIo), hex(...payloads)],
    ['RecordIO', 'MultiRecord', Buffer.concat(recordIo), hex(Buffer.concat(recordIo))],
    ['TFRecord', 'SingleRecord', Buffer.concat(tfRecords), hex(...payloads)],
    ['TFRecord', 'MultiRecord', Buffer.concat(tfRecords), hex(Buffer.concat(tfRecords))],
  ])('by SplitType %s, BatchStrategy %s', async (SplitType, BatchStrategy, body, requests) => {
    const { job, output } = await run(body, { SplitType }, { AssembleWith: 'Line' }, { BatchStrategy });
    expect(job.TransformJobStatus).toBe('Completed');
    expect(output).toBe(requests.map((request) => `${request}\n`).join(''));
  });

  it('as many whole records as MaxPayloadInMB takes, framing and all', async () => {
    // A part is 8 bytes of head and 300,000 of payload, and 1 MiB 1,048,576: three of them fit, the fourth does not.
    const parts = Array.from({ length: 7 }, (_, at) => recordIoPart(Buffer.alloc(300_000, at)));
    const { output } = await run(
      Buffer.concat(parts),
      { SplitType: 'RecordIO' },
      { AssembleWith: 'Line' },
      { MaxPayloadInMB: 1 },
    );
    const bytes = output
      ?.trimEnd()
      .split('\n')
      .map((line) => line.length / 2);
    expect(bytes).toEqual([3, 3, 1].map((count) => count * 300_008));
  });

  it('the object, its compression undone, whatever is split', async () => {
    const { gzipSync } = await import('node:zlib');
    const input = { CompressionType: 'Gzip', SplitType: 'TFRecord' };
    const { output } = await run(gzipSync(Buffer.concat(tfRecords)), input, {}, { BatchStrategy: 'SingleRecord' });
    expect(output).toBe(hex(...payloads).join(''));
  });
});

describe('answers', () => {
  it.each([
    ['None', hex(...payloads).join('')],
    [
      'Line',
      hex(...payloads)
        .map((answer) => `${answer}\n`)
        .join(''),
    ],
  ])('are put together with AssembleWith %s', async (AssembleWith, expected) => {
    const { output } = await run(lines, { SplitType: 'Line' }, { AssembleWith }, { BatchStrategy: 'SingleRecord' });
    expect(output).toBe(expected);
  });
});

describe('an object fails', () => {
  const one = Buffer.alloc(1_048_577, 49);

  it.each<[string, Buffer, RegExp]>([
    ['None', one, /^ClientError: .*Record 1 is larger than 1MB/],
    ['Line', Buffer.concat([lines, one]), /^ClientError: .*line 4: Record 4 is larger than 1MB/],
    ['RecordIO', Buffer.concat([...recordIo, recordIoPart(one)]), /^ClientError: .*Record 4 is larger than 1MB/],
    ['RecordIO', lines, /^ClientError: .*This is no RecordIO at byte 0/],
    ['RecordIO', Buffer.concat(recordIo).subarray(0, -4), /^ClientError: .*This is no RecordIO at byte \d+/],
    ['TFRecord', Buffer.concat(tfRecords).subarray(0, -1), /^ClientError: .*This is no TFRecord at byte \d+/],
  ])('that SplitType %s cannot cut for MaxPayloadInMB 1 (%#)', async (SplitType, body, reason) => {
    const { job, output } = await run(body, { SplitType }, {}, { MaxPayloadInMB: 1 });
    expect([job.TransformJobStatus, output]).toEqual(['Failed', undefined]);
    expect(job.FailureReason).toMatch(reason);
  });

  it('unless its records have just as many bytes as are allowed', async () => {
    const { output } = await run(one.subarray(1), { SplitType: 'None' }, {}, { MaxPayloadInMB: 1 });
    expect(output).toBe('31'.repeat(1_048_576));
  });
});
