import { defined } from '@catenary/scoring/internal/values';
import { eventBytes } from '../../platform/logs/event-bytes.ts';
import { listStreams } from '../../platform/logs/list-streams.ts';
import { maxPageBytes, maxPageEvents, type NumberedEvent, readStream } from '../../platform/logs/read-stream.ts';
import type { OperationContext } from '../operation-context.ts';
import { type GroupInput, groupNotFound, groupOf, invalidParameter, streamNotFound } from './group.ts';

interface Input extends GroupInput {
  readonly logStreamName: string;
  readonly startTime?: number;
  readonly endTime?: number;
  readonly nextToken?: string;
  readonly limit?: number;
  readonly startFromHead?: boolean;
}

/** Where a page begins: at an event, or before one. */
interface Place {
  readonly number: number;
  readonly isBackward: boolean;
}

/**
 * GetLogEvents: a page of a stream, oldest first in both directions. There is always a token for each direction: at the
 * end the forward token is the one that was given (CloudWatch Logs API reference, "GetLogEvents").
 */
export async function getLogEvents(input: Input, { store, realm }: OperationContext): Promise<object> {
  const name = { group: groupOf(input, realm), stream: input.logStreamName };
  const { startTime = 0, endTime = Infinity, limit = maxPageEvents } = input;
  const place = placeOf(input);
  const page: NumberedEvent[] = [];
  let bytes = 0;
  for await (const event of readStream(store, name, { ...place, since: startTime })) {
    if (place.isBackward ? event.timestamp < startTime : event.timestamp >= endTime) break;
    if (event.timestamp < startTime || event.timestamp >= endTime) continue;
    bytes += eventBytes(event.message);
    if (page.length === limit || (bytes > maxPageBytes && page.length > 0)) break;
    page.push(event);
  }
  if (page.length === 0) await assertThere(name, store);
  if (place.isBackward) page.reverse();
  const first = page[0]?.number ?? place.number;
  const behind = page.length === 0 ? place.number : defined(page.at(-1)).number + 1;
  return {
    events: page.map(({ timestamp, message }) => ({ timestamp, message, ingestionTime: timestamp })),
    nextForwardToken: writeToken('f', behind),
    nextBackwardToken: writeToken('b', first),
  };
}

/** Without a token the newest events are given, or from the head the oldest. */
function placeOf({ nextToken, startFromHead = false }: Input): Place {
  if (nextToken === undefined)
    return { number: startFromHead ? 0 : Number.MAX_SAFE_INTEGER, isBackward: !startFromHead };
  const [, way, number] = /^([fb])\/(\d{1,16})$/.exec(nextToken) ?? [];
  if (way === undefined) throw invalidParameter('The specified nextToken is invalid.');
  return { number: Number(number), isBackward: way === 'b' };
}

/** As CloudWatch Logs writes them: a letter for the direction, and a long number. */
function writeToken(way: 'f' | 'b', number: number): string {
  return `${way}/${String(number).padStart(16, '0')}`;
}

async function assertThere(
  { group, stream }: { readonly group: string; readonly stream: string },
  store: OperationContext['store'],
): Promise<void> {
  const streams = await listStreams(store, group);
  if (streams.length === 0) throw groupNotFound();
  if (!streams.some((known) => known.stream === stream)) throw streamNotFound();
}
