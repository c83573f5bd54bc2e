import type { TraceContext } from '../../contract/trace-context.ts';

/** One piece of work in a trace. Times are milliseconds since 1970, with fractions. */
export interface Span {
  readonly context: TraceContext;
  readonly parentSpanId: string | undefined;
  readonly name: string;
  readonly kind: 'server' | 'client';
  readonly start: number;
  readonly end: number;
  readonly attributes: Readonly<Record<string, string | number>>;
  /** What went wrong. */
  readonly error: string | undefined;
}
