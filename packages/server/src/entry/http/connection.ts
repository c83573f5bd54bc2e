import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { defined } from '@catenary/scoring/internal/values';
import { giveBackBody } from './body.ts';
import type { BodyMemory } from './body-memory.ts';
import type { Exchange } from './exchange.ts';
import { Pace } from './pace.ts';

/** Requests of one connection that are worked on at once; the following ones wait, and nothing more is read. */
const maxUnderWay = 8;

/**
 * Requests that waited and are begun before the event loop goes on. Answers that are ready at once would else let one read of a socket,
 * a thousand requests, keep everybody else waiting.
 */
const maxBegunAtOnce = 8;

/** A body: half a minute until it begins, then 1 KiB a second on average. */
const bodyPace = { graceSeconds: 30, minBytesPerSecond: 1024 };
/** An answer that its client is slow to read; a minute, because the system's own buffers fill and empty in leaps. */
const answerPace = { graceSeconds: 60, minBytesPerSecond: 1024 };
/** How long a client may leave an answer unread without taking a byte of it, whatever it read before, milliseconds. */
const defaultMaxSilenceMs = 120_000;

/** The assumed memory of a request that waits behind others, bytes. */
const waitingBytes = 4096;

export interface ConnectionOptions {
  /** Begins to work on a request. */
  readonly begin: (request: IncomingMessage, response: ServerResponse) => Exchange;
  /** What requests may take together. */
  readonly memory: BodyMemory;
  /** Default two minutes. */
  readonly maxSilenceMs?: number;
}

/**
 * What one connection may ask for at once. HTTP lets a client send many requests before it reads an answer; each holds
 * what it needs (a file, a body, an answer) until its turn comes to be read.
 */
export class Connection {
  readonly #socket: Socket;
  readonly #begin: ConnectionOptions['begin'];
  readonly #memory: BodyMemory;
  readonly #maxSilenceMs: number;
  #underWay: Exchange[] = [];
  #waiting: (readonly [IncomingMessage, ServerResponse])[] = [];
  #begunAtOnce = 0;
  #bodyPace: Pace | undefined;
  #answerPace: Pace | undefined;
  readonly #onAnswered = () => this.#goOn();
  readonly #onNextTurn = () => {
    this.#begunAtOnce = 0;
    this.#goOn();
  };

  constructor(socket: Socket, { begin, memory, maxSilenceMs = defaultMaxSilenceMs }: ConnectionOptions) {
    this.#socket = socket;
    this.#memory = memory;
    this.#maxSilenceMs = maxSilenceMs;
    this.#begin = begin;
    // A reader of a body resumes the socket, also while other requests wait.
    socket.on('resume', () => {
      if (this.#waiting.length > 0) socket.pause();
    });
  }

  /** One more request: begun at once, or when those before it have been answered. */
  take(request: IncomingMessage, response: ServerResponse): void {
    if (this.#underWay.length < maxUnderWay && this.#waiting.length === 0) this.#start(request, response);
    else if (this.#memory.take(waitingBytes)) {
      // What the parser has read already still comes: some thousand requests at most.
      this.#waiting.push([request, response]);
      this.#socket.pause();
    } else this.#socket.destroy();
  }

  /** To be called when the socket has closed. */
  close(): void {
    const ended = this.#underWay;
    this.#memory.giveBack(this.#waiting.length * waitingBytes);
    this.#underWay = [];
    this.#waiting = [];
    for (const exchange of ended) {
      giveBackBody(exchange);
      exchange.response.destroy();
    }
  }

  /** Bytes of answers that the client has not read, those included whose turn has not come. */
  get unread(): number {
    let bytes = 0;
    for (const { response } of this.#underWay) bytes += response.writableLength;
    return Math.max(bytes, this.#socket.writableLength);
  }

  /** Whether the connection has to be ended. Called every `seconds`. */
  isTooSlow(seconds: number): boolean {
    const last = this.#underWay.at(-1);
    if (last !== undefined && awaitsBody(last)) {
      this.#bodyPace ??= new Pace(bodyPace);
      if (this.#bodyPace.isTooSlow(last, this.#socket.bytesRead, seconds)) return true;
    }
    const [first] = this.#underWay;
    if (first === undefined) return false;
    const isUnread = this.#socket.writableLength > 0;
    this.#limitSilence(isUnread);
    if (!isUnread) return false;
    this.#answerPace ??= new Pace(answerPace);
    return this.#answerPace.isTooSlow(first, this.#socket.bytesWritten, seconds);
  }

  destroy(): void {
    this.#socket.destroy();
  }

  /**
   * A socket's own time limit sees what the system takes of one large write, which no counter of bytes shows. It costs
   * a timer, so only answers that wait to be read when connections are checked get one. Node itself resets it when the
   * answer has ended.
   */
  #limitSilence(isUnread: boolean): void {
    const isLimited = this.#socket.timeout === this.#maxSilenceMs;
    if (isUnread !== isLimited) this.#socket.setTimeout(isUnread ? this.#maxSilenceMs : 0);
  }

  #start(request: IncomingMessage, response: ServerResponse): void {
    response.on('close', this.#onAnswered);
    this.#underWay.push(this.#begin(request, response));
  }

  /** Answers end in the order of their requests. */
  #goOn(): void {
    for (let [first] = this.#underWay; first?.response.closed === true; [first] = this.#underWay) {
      giveBackBody(first);
      this.#underWay.shift();
    }
    while (this.#waiting.length > 0 && this.#underWay.length < maxUnderWay && this.#begunAtOnce < maxBegunAtOnce)
      this.#startWaiting();
  }

  #startWaiting(): void {
    const [request, response] = defined(this.#waiting.shift());
    this.#memory.giveBack(waitingBytes);
    if (++this.#begunAtOnce === maxBegunAtOnce) setImmediate(this.#onNextTurn);
    this.#start(request, response);
    if (this.#waiting.length === 0) this.#socket.resume();
  }
}

/** Whether more of a body is expected that is being read; a body that nothing reads is not its client's delay. */
function awaitsBody({ request }: Exchange): boolean {
  if (request.complete) return false;
  return request.readableLength < request.readableHighWaterMark;
}
