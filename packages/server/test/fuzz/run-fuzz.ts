import type { TestServer } from '../support/start-server.ts';
import { makeRequest } from './make-request.ts';
import { type Outcome, RawConnection } from './raw-connection.ts';

export interface FuzzReport {
  /** The first seed that was not sent any more. */
  readonly next: number;
  /** How many requests ended with each status; `closed` and `silent` for those without an answer. */
  readonly ends: ReadonlyMap<string, number>;
  /** How many requests got what they asked for, in each part of the server. */
  readonly reached: ReadonlyMap<string, number>;
  /** Seeds of the requests that broke a rule, and what came back. */
  readonly failures: readonly { readonly seed: number; readonly reason: string; readonly text: string }[];
}

const maxFailures = 50;

/**
 * Sends the requests of `count` seeds from `first` on over a few connections. The rules: every whole request is answered
 * or its connection closed, none with status 500, none with a stack trace or a header that a request put in.
 */
export async function runFuzz(
  server: TestServer,
  options: { first: number; count: number; connections?: number; maxSeconds?: number },
): Promise<FuzzReport> {
  const { first, count, connections = 96, maxSeconds = Infinity } = options;
  const until = performance.now() + maxSeconds * 1000;
  const { host, port } = new URL(server.url);
  const ends = new Map<string, number>();
  const reached = new Map<string, number>();
  const failures: FuzzReport['failures'][number][] = [];
  let next = first;
  const work = async () => {
    const connection = new RawConnection(Number(port));
    while (next < first + count && failures.length < maxFailures && performance.now() < until) {
      const seed = next++;
      const request = makeRequest(seed, host);
      const outcome = await connection.exchange(request.bytes, request);
      const end = outcome.status > 0 ? String(outcome.status) : outcome.end;
      ends.set(end, (ends.get(end) ?? 0) + 1);
      const gotThere = outcome.status >= 200 && outcome.status < 300;
      reached.set(request.surface, (reached.get(request.surface) ?? 0) + Number(gotThere));
      const reason = ruleBroken(outcome, request.isDamaged);
      if (reason !== undefined) failures.push({ seed, reason, text: outcome.text.slice(0, 2000) });
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: connections }, work));
  return { ends, reached, failures, next };
}

function ruleBroken({ status, text, end }: Outcome, isDamaged: boolean): string | undefined {
  if (status === 500) return 'status 500';
  if (end === 'silent' && !isDamaged) return 'no answer';
  if (/\n\s+at .+:\d+|node:internal|\.ts:\d+:\d+/.test(text)) return 'a stack trace';
  const head = text.slice(0, Math.max(0, text.indexOf('\r\n\r\n')));
  if (/\r\nX-Evil/i.test(head)) return 'a header put in';
  return undefined;
}
