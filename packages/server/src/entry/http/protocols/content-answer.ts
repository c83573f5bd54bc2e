import type { OutgoingHttpHeaders } from 'node:http';
import type { Answer, Exchange } from '../exchange.ts';

/** What an answer consists of. */
interface Content {
  readonly status: number;
  /** The media type of the body. */
  readonly type: string;
  readonly body: string | Buffer;
  /** Further headers. */
  readonly headers?: OutgoingHttpHeaders;
}

/** An answer whose body is there as a whole. */
export function contentAnswer({ requestId }: Exchange, { status, type, body, headers }: Content): Answer {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  const own = { 'Content-Type': type, 'Content-Length': bytes.length, 'x-amzn-RequestId': requestId };
  return { status, headers: { ...own, ...headers }, body: bytes };
}

interface JsonContent extends Omit<Content, 'type' | 'body'> {
  readonly content: unknown;
}

/** The same, of JSON. */
export const jsonAnswer = (exchange: Exchange, { content, ...rest }: JsonContent): Answer =>
  contentAnswer(exchange, { ...rest, type: 'application/json', body: JSON.stringify(content) });
