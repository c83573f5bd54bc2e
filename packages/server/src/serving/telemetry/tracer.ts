import { randomBytes } from 'node:crypto';
import { readTraceparent, type TraceContext } from '../../contract/trace-context.ts';
import type { Span } from './span.ts';

export interface TracerOptions {
  /** Share of the traces begun here that is kept, 0 to 1. Of a caller's trace the caller has decided. */
  readonly sampleRatio: number;
  /** In [0, 1). */
  readonly random: () => number;
  /** Sends spans; what cannot be sent is lost. Never rejects. */
  readonly send: (spans: readonly Span[]) => Promise<void>;
}

/** A span that has begun: its own context, and the one that it stands under. */
export interface BegunSpan {
  readonly context: TraceContext;
  readonly parentSpanId: string | undefined;
}

/** Spans in one message, and how long one waits for others. */
const maxBatch = 512;
const waitMs = 2_000;
/** The most spans that wait; further ones are lost. */
const maxWaiting = 8_192;

/** Begins spans and sends them when they have ended, some at once. */
export class Tracer {
  readonly #options: TracerOptions;
  #waiting: Span[] = [];
  #timer: NodeJS.Timeout | undefined;
  #sending: Promise<void> = Promise.resolve();

  constructor(options: TracerOptions) {
    this.#options = options;
  }

  /** `traceparent`: the header of a caller, if it has one. */
  begin(traceparent: string | undefined): BegunSpan {
    const parent = readTraceparent(traceparent);
    const { sampleRatio, random } = this.#options;
    const context = {
      traceId: parent?.traceId ?? newId(16),
      spanId: newId(8),
      isSampled: parent?.isSampled ?? random() < sampleRatio,
    };
    return { context, parentSpanId: parent?.spanId };
  }

  /** A span below one that has begun. */
  child({ context }: BegunSpan): BegunSpan {
    return { context: { ...context, spanId: newId(8) }, parentSpanId: context.spanId };
  }

  record(spans: readonly Span[]): void {
    if (this.#waiting.length + spans.length > maxWaiting) return;
    this.#waiting.push(...spans);
    this.#timer ??= setTimeout(() => void this.flush(), waitMs).unref();
  }

  /** Resolves when all that was recorded so far has been sent, or is lost. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const spans = this.#waiting;
    this.#waiting = [];
    this.#sending = this.#sending.then(async () => {
      for (let at = 0; at < spans.length; at += maxBatch) await this.#options.send(spans.slice(at, at + maxBatch));
    });
    return this.#sending;
  }
}

const newId = (bytes: number) => randomBytes(bytes).toString('hex');
