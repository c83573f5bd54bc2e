import type { Store } from '../store/store.ts';
import type { LogChunkRow } from '../store/tables.ts';
import type { LogEvent, LogStreamName } from './log-event.ts';

/** An event with its number in its stream. */
export interface NumberedEvent extends LogEvent {
  readonly stream: string;
  readonly number: number;
}

/** Events of one page at most, and their bytes: what GetLogEvents gives at most. */
export const maxPageEvents = 10_000;

export const maxPageBytes = 1024 ** 2;

/** Where reading begins, and which way it goes. */
export interface ReadFrom {
  /** Number of the first event, or backwards of the one before which reading begins. */
  readonly number: number;
  readonly isBackward: boolean;
  /** Earlier events are of no interest; some of them may come nevertheless. */
  readonly since: number;
}

/** Chunks that are fetched at once. */
const chunksAtOnce = 50;

/**
 * Events of one stream from a number on, oldest first, or before a number, newest first: as long as the caller asks for
 * more. Chunks are fetched as they are needed.
 */
export async function* readStream(
  store: Store,
  { group, stream }: LogStreamName,
  from: ReadFrom,
): AsyncGenerator<NumberedEvent> {
  let { number } = from;
  for (;;) {
    const chunks = await store
      .selectFrom('log_chunk')
      .selectAll()
      .where('group_name', '=', group)
      .where('stream_name', '=', stream)
      .where('last_time', '>=', from.since)
      .$if(from.isBackward, (query) => query.where('first_event', '<', number).orderBy('first_event', 'desc'))
      .$if(!from.isBackward, (query) =>
        query.where(({ eb }) => eb(eb('first_event', '+', eb.ref('event_count')), '>', number)).orderBy('first_event'),
      )
      .limit(chunksAtOnce)
      .execute();
    for (const chunk of chunks) {
      const events = eventsOf(chunk).filter((event) =>
        from.isBackward ? event.number < number : event.number >= number,
      );
      yield* from.isBackward ? events.reverse() : events;
    }
    const last = chunks.at(-1);
    if (last === undefined || chunks.length < chunksAtOnce) return;
    number = from.isBackward ? last.first_event : last.first_event + last.event_count;
  }
}

export function eventsOf({ stream_name: stream, first_event: first, events }: LogChunkRow): NumberedEvent[] {
  return (JSON.parse(events) as [number, string][]).map(([timestamp, message], at) => ({
    stream,
    number: first + at,
    timestamp,
    message,
  }));
}
