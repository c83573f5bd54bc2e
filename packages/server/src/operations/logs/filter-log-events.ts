import { defined, present } from '@catenary/scoring/internal/values';
import { eventBytes } from '../../platform/logs/event-bytes.ts';
import { listStreams } from '../../platform/logs/list-streams.ts';
import { maxPageBytes, maxPageEvents, type NumberedEvent, readStream } from '../../platform/logs/read-stream.ts';
import type { OperationContext } from '../operation-context.ts';
import { readPageToken, writePageToken } from '../page-token.ts';
import { compileFilterPattern } from './filter-pattern.ts';
import { type GroupInput, groupNotFound, groupOf, invalidParameter, streamNotFound } from './group.ts';

interface Input extends GroupInput {
  readonly logStreamNames?: readonly string[];
  readonly logStreamNamePrefix?: string;
  readonly startTime?: number;
  readonly endTime?: number;
  readonly filterPattern?: string;
  readonly nextToken?: string;
  readonly limit?: number;
}

/** Events read for one page: a pattern without a match must not read everything in one request. */
const maxLookedAt = 100_000;

/**
 * FilterLogEvents: the events of all streams of a group, or some of them, in the order of their times. The token says which
 * event of each stream comes next; a page may be empty and still have one.
 */
export async function filterLogEvents(input: Input, { store, realm }: OperationContext): Promise<object> {
  const group = groupOf(input, realm);
  const streams = await streamsOf(input, group, store);
  const matches = compileFilterPattern(input.filterPattern ?? '');
  const { startTime = 0, endTime = Infinity, limit = maxPageEvents } = input;
  const places = new Map(readToken(input.nextToken));
  const readers = new Map<string, AsyncGenerator<NumberedEvent>>();
  /** The next event of each stream that has one. */
  const heads: NumberedEvent[] = [];
  const advance = async (stream: string) => {
    const next = await readers.get(stream)?.next();
    if (next !== undefined && next.done !== true && next.value.timestamp < endTime) heads.push(next.value);
  };
  const from = (stream: string) => ({ number: places.get(stream) ?? 0, isBackward: false, since: startTime });
  for (const stream of streams) {
    readers.set(stream, readStream(store, { group, stream }, from(stream)));
    await advance(stream);
  }
  const page: NumberedEvent[] = [];
  let bytes = 0;
  for (let lookedAt = 0; lookedAt < maxLookedAt && page.length < limit && bytes < maxPageBytes; lookedAt++) {
    const next = takeEarliest(heads);
    if (next === undefined) break;
    places.set(next.stream, next.number + 1);
    await advance(next.stream);
    if (next.timestamp < startTime || !matches(next.message)) continue;
    bytes += eventBytes(next.message);
    page.push(next);
  }
  return {
    events: page.map(({ stream, timestamp, message, number }) => ({
      logStreamName: stream,
      timestamp,
      message,
      ingestionTime: timestamp,
      eventId: `${String(timestamp).padStart(16, '0')}${String(number).padStart(16, '0')}${streams.indexOf(stream)}`,
    })),
    searchedLogStreams: [],
    ...present({ nextToken: heads.length === 0 ? undefined : writePageToken([...places]) }),
  };
}

async function streamsOf(input: Input, group: string, store: OperationContext['store']): Promise<string[]> {
  const { logStreamNames: names, logStreamNamePrefix: prefix } = input;
  if (names !== undefined && prefix !== undefined)
    throw invalidParameter('logStreamNames and logStreamNamePrefix cannot be used together.');
  const known = (await listStreams(store, group)).map(({ stream }) => stream);
  if (known.length === 0) throw groupNotFound();
  if (names?.some((name) => !known.includes(name)) === true) throw streamNotFound();
  return known.filter((stream) => names?.includes(stream) ?? stream.startsWith(prefix ?? ''));
}

function takeEarliest(heads: NumberedEvent[]): NumberedEvent | undefined {
  let first = 0;
  for (let at = 1; at < heads.length; at++) {
    if (defined(heads[at]).timestamp < defined(heads[first]).timestamp) first = at;
  }
  return heads.splice(first, 1)[0];
}

/** Stream → number of its next event. */
type Places = ReadonlyMap<string, number>;

function readToken(token: string | undefined): Places {
  if (token === undefined) return new Map();
  const places = readPageToken(token);
  if (Array.isArray(places) && places.every(isPlace)) return new Map(places);
  throw invalidParameter('The specified nextToken is invalid.');
}

function isPlace(value: unknown): value is [string, number] {
  return Array.isArray(value) && typeof value[0] === 'string' && Number.isSafeInteger(value[1]);
}
