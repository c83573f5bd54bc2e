import type { Logger } from '../observe/logger.ts';
import type { Store } from '../store/store.ts';
import { dropIdleStreams } from './drop-idle-streams.ts';
import { dropOldest } from './drop-oldest.ts';
import { eventBytes } from './event-bytes.ts';
import type { LogEvent, LogStreamName } from './log-event.ts';

/** Bytes of events that a stream may have; when there are more, the oldest quarter goes. */
const maxStreamBytes = 4 * 1024 ** 2;
/** Bytes of events of all streams; beyond it the streams with the oldest last write are removed. */
const maxLogBytes = 256 * 1024 ** 2;
/** Lines of one stream that wait to be written; further ones are dropped, and their number is logged. */
const maxWaitingLines = 2_000;
/** A longer message is cut: the largest event that CloudWatch Logs takes, in characters. */
const maxMessageLength = 256 * 1024 - 26;

export interface LogWriterOptions {
  readonly store: Store;
  /** What this server is called in the names of streams. */
  readonly instance: string;
  readonly log: Pick<Logger, 'warn'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** One stream that this process writes to. */
interface OpenStream {
  readonly name: LogStreamName;
  readonly waiting: LogEvent[];
  dropped: number;
  lastTime: number;
  /** Number of the next event, and bytes that are stored; known after the first write. */
  stored: { next: number; bytes: number } | undefined;
}

/** The longest that lines wait before they are written, all of them in one transaction. */
const flushMs = 250;
/** Time until a write that the store did not take is tried again. */
const retryMs = 2_000;
/** How often the total is checked against its limit. */
const sweepMs = 10 * 60_000;
/** A stream without a write for this long is looked up again at its next write. */
const idleMs = 60_000;

/**
 * Keeps what containers and jobs write in the store, where the logs API reads it. Never throws and never waits: lines
 * that a store does not take are kept for later, as many as may wait, and the failure is logged once in the server's
 * own log.
 *
 * Only one process writes to a stream: its name has the server's id in it.
 */
export class LogWriter {
  readonly instance: string;
  readonly #options: LogWriterOptions;
  readonly #streams = new Map<string, OpenStream>();
  #timer: NodeJS.Timeout | undefined;
  readonly #sweeper: NodeJS.Timeout;
  #flushing: Promise<void> = Promise.resolve();
  #isBroken = false;

  constructor(options: LogWriterOptions) {
    this.instance = options.instance;
    this.#options = options;
    this.#sweeper = setInterval(() => void this.#enqueue(() => this.#sweep()), sweepMs);
    this.#sweeper.unref();
  }

  write(name: LogStreamName, line: string): void {
    const key = `${name.group}\n${name.stream}`;
    let stream = this.#streams.get(key);
    if (stream === undefined) {
      stream = { name, waiting: [], dropped: 0, lastTime: 0, stored: undefined };
      this.#streams.set(key, stream);
    }
    // Readers continue after a time: it must not go back when the clock does.
    stream.lastTime = Math.max(stream.lastTime, this.#options.now());
    if (stream.waiting.length >= maxWaitingLines) stream.dropped++;
    else stream.waiting.push({ timestamp: stream.lastTime, message: line.slice(0, maxMessageLength) || ' ' });
    this.#flushIn(flushMs);
  }

  #flushIn(milliseconds: number): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.flush();
    }, milliseconds).unref();
  }

  /** Writes what waits. Never rejects. */
  flush(): Promise<void> {
    return this.#enqueue(() => this.#writeWaiting());
  }

  async close(): Promise<void> {
    clearInterval(this.#sweeper);
    clearTimeout(this.#timer);
    await this.flush();
  }

  #enqueue(work: () => Promise<void>): Promise<void> {
    const done = () => {
      this.#isBroken = false;
    };
    this.#flushing = this.#flushing.then(work).then(done, (error: unknown) => {
      if (!this.#isBroken) this.#options.log.warn({ err: error }, 'lines of containers could not be kept');
      this.#isBroken = true;
    });
    return this.#flushing;
  }

  async #writeWaiting(): Promise<void> {
    const now = this.#options.now();
    const batches: { stream: OpenStream; events: LogEvent[] }[] = [];
    for (const [key, stream] of this.#streams) {
      const events = takeWaiting(stream);
      if (events.length > 0) batches.push({ stream, events });
      else if (now - stream.lastTime > idleMs) this.#streams.delete(key);
    }
    if (batches.length === 0) return;
    try {
      await this.#options.store.transaction().execute(async (transaction) => {
        for (const { stream, events } of batches) await append(transaction, stream, events);
      });
    } catch (error) {
      for (const { stream, events } of batches) putBack(stream, events);
      this.#flushIn(retryMs);
      throw error;
    }
  }

  async #sweep(): Promise<void> {
    await dropIdleStreams(this.#options.store, maxLogBytes);
  }
}

function takeWaiting(stream: OpenStream): LogEvent[] {
  const events = stream.waiting.splice(0);
  const { dropped, lastTime: timestamp } = stream;
  stream.dropped = 0;
  if (dropped > 0) events.push({ timestamp, message: `(${dropped} lines left out: they came too fast)` });
  return events;
}

/** They are written with the next ones. What is stored is looked up again: it may be less than expected, or more. */
function putBack(stream: OpenStream, events: readonly LogEvent[]): void {
  const all = [...events, ...stream.waiting];
  stream.dropped += Math.max(0, all.length - maxWaitingLines);
  stream.waiting.splice(0, stream.waiting.length, ...all.slice(0, maxWaitingLines));
  stream.stored = undefined;
}

async function append(store: Store, stream: OpenStream, events: readonly LogEvent[]): Promise<void> {
  const { name, lastTime } = stream;
  const before = stream.stored ?? (await findStored(store, name));
  const bytes = events.reduce((sum, { message }) => sum + eventBytes(message), 0);
  await store
    .insertInto('log_chunk')
    .values({
      group_name: name.group,
      stream_name: name.stream,
      first_event: before.next,
      event_count: events.length,
      first_time: (events[0] as LogEvent).timestamp,
      last_time: lastTime,
      bytes,
      events: JSON.stringify(events.map(({ timestamp, message }) => [timestamp, message])),
    })
    .execute();
  const sum = before.bytes + bytes;
  const kept = sum > maxStreamBytes ? await dropOldest(store, name, sum - maxStreamBytes * 0.75) : sum;
  stream.stored = { next: before.next + events.length, bytes: kept };
}

async function findStored(store: Store, { group, stream }: LogStreamName): Promise<{ next: number; bytes: number }> {
  const row = await store
    .selectFrom('log_chunk')
    .select(({ fn }) => [
      fn.max('first_event').as('last'),
      fn.sum('bytes').as('bytes'),
      fn.count('first_event').as('chunks'),
    ])
    .where('group_name', '=', group)
    .where('stream_name', '=', stream)
    .executeTakeFirstOrThrow();
  if (Number(row.chunks) === 0) return { next: 0, bytes: 0 };
  const { event_count: count } = await store
    .selectFrom('log_chunk')
    .select('event_count')
    .where('group_name', '=', group)
    .where('stream_name', '=', stream)
    .where('first_event', '=', row.last)
    .executeTakeFirstOrThrow();
  return { next: Number(row.last) + Number(count), bytes: Number(row.bytes) };
}
