import type { RequestFacts } from './request-facts.ts';

/** One request or answer between the server and a worker of its own: the process of a function or script. */
export interface WireMessage<Head> {
  /** Of the request, and of its answer; 1 to 2^32 - 1. */
  readonly id: number;
  /** What most messages have in common with the one before. */
  readonly head: Head;
  /** The name of the request in logs, in ASCII; empty where it is not asked for. */
  readonly name?: string;
  /** Of an answer: microseconds that its process worked on it, up to 2^32 - 1. */
  readonly micros?: number;
  readonly body: Uint8Array;
}

/** A message as it arrived; its name is not read. */
export type ReadMessage<Head> = WireMessage<Head> & { readonly micros: number; readonly body: Buffer };

/** Without a body and facts where only the path says what is asked for. */
export interface WireRequest extends Partial<RequestFacts> {
  readonly path: string;
}

export interface WireAnswer {
  readonly status: number;
  readonly contentType?: string;
}

/** Where a process with this socket keeps the number of the request that it works on, or worked on last: 32 bits. */
export const begunFile = (socketPath: string): string => `${socketPath}.begun`;

/** The most bytes of a head: headers of a request have limits of their own. */
const maxHeadBytes = 1024 * 1024;
const startBytes = 20;
const maxMicros = 2 ** 32 - 1;
/** Messages up to this size in all are sent as one. */
const maxJoinedBytes = 64 * 1024;

/**
 * Makes messages of one direction: the lengths of head, name and body, the number of the request and the microseconds of an answer,
 * 32 bits each; the head as JSON; the name; the body.
 */
export class MessageWriter<Head> {
  #headText = '';
  #head: Buffer = Buffer.alloc(0);
  #messages: Buffer[] = [];
  #bytes = 0;

  get isEmpty(): boolean {
    return this.#messages.length === 0;
  }

  /** A large body is not copied: it must stay as it is until it is sent. */
  add({ id, head, name = '', micros = 0, body }: WireMessage<Head>): void {
    const text = JSON.stringify(head);
    // Most are like the one before.
    if (text !== this.#headText) {
      this.#headText = text;
      this.#head = Buffer.from(text);
    }
    const nameAt = startBytes + this.#head.length;
    const bodyAt = nameAt + name.length;
    const isApart = body.length > maxJoinedBytes;
    const message = Buffer.allocUnsafe(isApart ? bodyAt : bodyAt + body.length);
    message.writeUInt32LE(this.#head.length, 0);
    message.writeUInt32LE(name.length, 4);
    message.writeUInt32LE(body.length, 8);
    message.writeUInt32LE(id, 12);
    message.writeUInt32LE(Math.min(micros, maxMicros), 16);
    message.set(this.#head, startBytes);
    if (name !== '') message.write(name, nameAt, 'latin1');
    if (!isApart) message.set(body, bodyAt);
    this.#messages.push(message);
    if (isApart) this.#messages.push(Buffer.from(body.buffer, body.byteOffset, body.byteLength));
    this.#bytes += bodyAt + body.length;
  }

  /** What was added since the last time, in few pieces. */
  take(): readonly Buffer[] {
    const messages = this.#messages;
    const isSmall = this.#bytes <= maxJoinedBytes && messages.length > 1;
    this.#messages = [];
    this.#bytes = 0;
    return isSmall ? [Buffer.concat(messages)] : messages;
  }
}

/** Pieces up to this size are joined with those behind them. */
const smallPieceBytes = 16 * 1024;

/**
 * Joins the last piece with those before it that are not larger: a message that comes byte by byte is kept in few pieces, each of
 * which costs some hundred bytes, and each byte is copied some fourteen times at most.
 */
function joinLast(pieces: Buffer[]): void {
  const last = pieces.length - 1;
  let from = last;
  let bytes = pieces[last]?.length ?? 0;
  for (; from > 0; from--) {
    const before = pieces[from - 1]?.length ?? 0;
    if (before > bytes || before > smallPieceBytes) break;
    bytes += before;
  }
  if (from < last) pieces.push(Buffer.concat(pieces.splice(from)));
}

/** Puts messages together from what arrives of them. */
export class MessageReader<Head> {
  readonly #maxBodyBytes: number;
  readonly #onMessage: (message: ReadMessage<Head>) => void;
  #chunks: Buffer[] = [];
  #held = 0;
  #needed = startBytes;
  #headBytes: Buffer = Buffer.alloc(0);
  #head: Head | undefined;

  constructor(maxBodyBytes: number, onMessage: (message: ReadMessage<Head>) => void) {
    this.#maxBodyBytes = maxBodyBytes;
    this.#onMessage = onMessage;
  }

  /** Throws for what is no message, and for one that is too large. */
  push(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#held += chunk.length;
    if (this.#held < this.#needed) {
      joinLast(this.#chunks);
      return;
    }
    const bytes = this.#chunks.length === 1 ? chunk : Buffer.concat(this.#chunks);
    let at = 0;
    for (let next = this.#take(bytes, at); next > at; next = this.#take(bytes, at)) at = next;
    // An empty piece would make a copy of the next one, only to join them.
    this.#chunks = at === bytes.length ? [] : [at === 0 ? bytes : bytes.subarray(at)];
    this.#held = bytes.length - at;
  }

  /** Where the message behind this place ends; the same place if it is not whole yet. */
  #take(bytes: Buffer, at: number): number {
    this.#needed = startBytes;
    if (bytes.length - at < startBytes) return at;
    const headBytes = bytes.readUInt32LE(at);
    const nameBytes = bytes.readUInt32LE(at + 4);
    const bodyBytes = bytes.readUInt32LE(at + 8);
    if (headBytes > maxHeadBytes || nameBytes > maxHeadBytes) throw new Error('what it sent is no answer');
    if (bodyBytes > this.#maxBodyBytes) throw new Error(`the answer is larger than ${this.#maxBodyBytes} bytes`);
    const nameAt = at + startBytes + headBytes;
    const bodyAt = nameAt + nameBytes;
    const end = bodyAt + bodyBytes;
    if (bytes.length < end) {
      this.#needed = end - at;
      return at;
    }
    const head = this.#readHead(bytes, at + startBytes, nameAt);
    const [id, micros] = [bytes.readUInt32LE(at + 12), bytes.readUInt32LE(at + 16)];
    this.#onMessage({ id, head, micros, body: bytes.subarray(bodyAt, end) });
    return end;
  }

  /** The same object for the same bytes, one after the other. */
  #readHead(bytes: Buffer, from: number, to: number): Head {
    if (this.#head !== undefined && this.#headBytes.compare(bytes, from, to) === 0) return this.#head;
    const head: Head = JSON.parse(bytes.toString('utf8', from, to));
    this.#headBytes = Buffer.from(bytes.subarray(from, to));
    this.#head = head;
    return head;
  }
}
