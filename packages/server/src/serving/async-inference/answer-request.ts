import { present } from '@catenary/scoring/internal/values';
import { nameOf } from '../../contract/qualified-name.ts';
import { parseS3Uri } from '../../contract/s3-uri.ts';
import { ServiceError } from '../../contract/service-error.ts';
import type { ObjectStore } from '../../platform/storage/object-store.ts';
import { ObjectStoreError } from '../../platform/storage/object-store-error.ts';
import type { Semaphore } from '../../util/semaphore.ts';
import type { ContainerAnswer, Payload } from '../container/payload.ts';
import type { Endpoint } from '../endpoint/traffic/endpoint.ts';
import type { Caller } from '../invocation/caller.ts';
import { Invocation } from '../invocation/invocation.ts';
import type { AsyncRequestRecord } from '../records/async-request-record.ts';
import { failed, type Outcome, type Postponed } from './outcome.ts';

const MEBIBYTE = 1024 ** 2;

/** What cannot be answered yet is tried again after so long, milliseconds. */
const againMs = 2_000;

/** More servers than this were not to be killed by one request. */
const maxTries = 3;

export interface AnswerOptions {
  readonly objects: ObjectStore;
  /** A place for each MiB of input that is in memory: the largest input has all of them. */
  readonly memory: Semaphore;
  /** Goes when the server closes, or loses the request. */
  readonly caller: Caller;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Reads the input of a request and has the endpoint answer it. What concerns the store or this server rejects. */
export async function answerRequest(
  record: AsyncRequestRecord,
  endpoint: Endpoint,
  options: AnswerOptions,
): Promise<Outcome | Postponed> {
  const { objects, memory, now } = options;
  if (record.earlierTries >= maxTries)
    return failed(`The server ended each of the ${maxTries} times that it worked on this request.`);
  if (now() > record.expiresAt) return failed(expired(record));
  const place = parseS3Uri(record.request.inputLocation);
  try {
    const found = place === undefined ? undefined : await objects.headObject(place);
    if (place === undefined || found === undefined)
      return failed(`Could not find the input at ${record.request.inputLocation}.`);
    const maxBytes = memory.count * MEBIBYTE;
    if (found.size > maxBytes) return failed(tooLarge(record, found.size, maxBytes));
    return await memory.run(
      async () => {
        const body = await objects.readObject(place, maxBytes);
        const input = { body, ...present({ contentType: record.request.contentType ?? found.contentType }) };
        return completed(await endpoint.invokeAsync(invocationOf(record, input, options)));
      },
      Math.max(1, Math.ceil(found.size / MEBIBYTE)),
    );
  } catch (error) {
    return outcomeOf(error, now());
  }
}

const completed = ({ body, contentType }: ContainerAnswer): Outcome => ({ status: 'Completed', body, contentType });

/** The input says what it is where the request does not: clients store it with its type. */
function invocationOf(record: AsyncRequestRecord, input: Payload, { caller }: AnswerOptions): Invocation {
  const { id, endpoint, request } = record;
  const { accept, customAttributes, inferenceId, realm } = request;
  return new Invocation(
    {
      id,
      target: { realm, endpointName: nameOf(endpoint) },
      request: { ...input, requestId: id, inferenceId, ...present({ accept, customAttributes }) },
    },
    { caller, timeoutMs: request.invocationTimeout * 1000 },
  );
}

/** A failure that is the request's own, or one that passes. Throws what is neither. */
function outcomeOf(error: unknown, now: number): Outcome | Postponed {
  if (error instanceof ObjectStoreError) return failed(`The input could not be read: ${error.message}`);
  if (!(error instanceof ServiceError)) throw error;
  const passes = error.code === 'ServiceUnavailable' || error.code === 'ModelNotReadyException';
  return passes ? { status: 'Postponed', due: now + againMs } : failed(error.message);
}

const expired = ({ createdAt, expiresAt }: AsyncRequestRecord) =>
  `The request expired: it was not begun within the ${(expiresAt - createdAt) / 1000} seconds of its RequestTTLSeconds.`;

const tooLarge = ({ request }: AsyncRequestRecord, size: number, maxBytes: number) =>
  `The input at ${request.inputLocation} has ${size} bytes; at most ${maxBytes} are taken (maxAsyncPayloadMB).`;
