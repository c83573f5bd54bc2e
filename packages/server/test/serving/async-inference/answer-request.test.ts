import { expect, it } from 'vitest';
import { ServiceError } from '../../../src/contract/service-error.ts';
import type { ObjectStore } from '../../../src/platform/storage/object-store.ts';
import { answerRequest } from '../../../src/serving/async-inference/answer-request.ts';
import type { Endpoint } from '../../../src/serving/endpoint/traffic/endpoint.ts';
import type { AsyncRequestRecord } from '../../../src/serving/records/async-request-record.ts';
import { Semaphore } from '../../../src/util/semaphore.ts';

const time = 1_795_000_000_000;
const record: AsyncRequestRecord = {
  id: 'id',
  endpoint: 'us-east-1/e',
  createdAt: time,
  expiresAt: time + 60_000,
  earlierTries: 0,
  request: {
    realm: { region: 'us-east-1', account: '000000000000' },
    inferenceId: 'i',
    inputLocation: 's3://bucket/in',
    outputLocation: 's3://bucket/out',
    invocationTimeout: 900,
  },
};

interface Given {
  readonly now?: number;
  readonly size?: number;
  readonly fail?: Error;
}

function answer({ now = time, size = 4, fail }: Given, change: Partial<AsyncRequestRecord> = {}) {
  const objects = {
    headObject: async () => ({ size, contentType: 'text/csv' }),
    readObject: async () => Buffer.from('1,2\n'),
  } as unknown as ObjectStore;
  const endpoint = {
    invokeAsync: ({ request }: { request: { contentType: string } }) => {
      if (fail !== undefined) throw fail;
      return { status: 200, body: Buffer.from(`of ${request.contentType}`), contentType: 'text/plain' };
    },
  } as unknown as Endpoint;
  const caller = { onGone: () => () => undefined, begin: <Result>(work: () => Result) => work() };
  const options = { objects, memory: new Semaphore(2), caller, now: () => now };
  return answerRequest({ ...record, ...change }, endpoint, options);
}

it('takes the type of the stored object where the request has none', async () => {
  const asked = { request: { ...record.request, contentType: 'text/x-mine' } };
  const { body } = (await answer({})) as { body: Buffer };
  expect(body.toString()).toBe('of text/csv');
  expect(((await answer({}, asked)) as { body: Buffer }).body.toString()).toBe('of text/x-mine');
});

it('fails what has expired, what is too large, and what ended the server again and again', async () => {
  expect(await answer({ now: time + 60_000 })).toMatchObject({ status: 'Completed' });
  expect(await answer({ now: time + 60_001 })).toEqual({
    status: 'Failed',
    reason: 'The request expired: it was not begun within the 60 seconds of its RequestTTLSeconds.',
  });
  expect(await answer({ size: 2 * 1024 ** 2 })).toMatchObject({ status: 'Completed' });
  expect(await answer({ size: 2 * 1024 ** 2 + 1 })).toEqual({
    status: 'Failed',
    reason: 'The input at s3://bucket/in has 2097153 bytes; at most 2097152 are taken (maxAsyncPayloadMB).',
  });
  expect(await answer({}, { earlierTries: 2 })).toMatchObject({ status: 'Completed' });
  expect(await answer({}, { earlierTries: 3 })).toMatchObject({
    status: 'Failed',
    reason: 'The server ended each of the 3 times that it worked on this request.',
  });
});

it('has a request wait whose containers cannot take it now, and lets other faults through', async () => {
  const busy = new ServiceError('ServiceUnavailable', 'not now');
  expect(await answer({ fail: busy })).toEqual({ status: 'Postponed', due: time + 2000 });
  expect(await answer({ fail: new ServiceError('ModelError', 'no') })).toEqual({ status: 'Failed', reason: 'no' });
  await expect(answer({ fail: new Error('of the server') })).rejects.toThrow('of the server');
});
