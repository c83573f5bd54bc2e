import { Dispatcher } from 'undici';
import { isAsciiHeaderText } from '../../../contract/header-text.ts';
import { isObject } from '../../../util/is-object.ts';
import { exchangeFailure } from '../exchange-failure.ts';
import type { ContainerAnswer, ContainerRequest } from '../payload.ts';
import { StageUnreachable } from '../stage-unreachable.ts';
import { requestFacts } from './request-facts.ts';
import { MessageWriter, type WireAnswer, type WireMessage, type WireRequest } from './wire.ts';
import { type OpenRequest, toldFailure, WireConnection, type WireConnectionOptions } from './wire-connection.ts';

type Handler = Dispatcher.DispatchHandler;

export interface WireOptions {
  readonly maxAnswerBytes: number;
  readonly isTelling?: boolean;
}

const maxId = 2 ** 32 - 1;
/** Most characters of a Content-Type: clients read 16 KB of headers at most. */
const maxTypeLength = 4096;
const noBody = Buffer.alloc(0);

/**
 * The way to a worker of ours: messages over one socket instead of HTTP, which costs a third of it. To what looks after
 * processes it is a dispatcher like any other, of requests without a body.
 */
export class WireDispatcher extends Dispatcher {
  readonly #path: string;
  readonly #options: WireConnectionOptions;
  readonly #writer = new MessageWriter<WireRequest>();
  /** Requests in the writer: no process has them. */
  #unsent = new Map<number, OpenRequest>();
  /** The head of the last answer that was one: the next is mostly the same. */
  #known: unknown;
  #connection: WireConnection | undefined;
  #lastId = 0;
  #end: Error | undefined;

  /** `isTelling`: see `WireConnectionOptions`. */
  constructor(path: string, { maxAnswerBytes, isTelling = false }: WireOptions) {
    super();
    this.#path = path;
    const onHead = (head: WireAnswer) => {
      if (head !== this.#known) this.#check(head);
    };
    this.#options = { maxAnswerBytes, isTelling, onHead };
  }

  /** Answers one request. Rejects with `StageUnreachable`. */
  ask(request: ContainerRequest, path = '/invocations'): Promise<ContainerAnswer> {
    return new Promise((resolve, reject) => {
      const fail = (error: Error) => reject(exchangeFailure(error));
      const answer = ({ status, contentType }: WireAnswer, body: Buffer, micros: number) => {
        const workMs = micros / 1000;
        if (contentType === undefined) resolve({ status, body, workMs });
        else if (contentType.length > maxTypeLength) fail(badType(`has ${contentType.length} characters`));
        else if (isAsciiHeaderText(contentType)) resolve({ status, body, contentType, workMs });
        else fail(badType('is not ASCII text'));
      };
      const { requestId: name = '', body } = request;
      if (this.#end === undefined)
        this.#send({ answer, fail }, { head: { path, ...requestFacts(request) }, name, body });
      else fail(unsent(this.#end));
    });
  }

  override dispatch({ path }: Dispatcher.DispatchOptions, handler: Handler): boolean {
    const exchange = new Exchange(handler);
    handler.onRequestStart?.(exchange, undefined);
    if (exchange.aborted) return true;
    if (this.#end === undefined) this.#send(exchange, { head: { path }, body: noBody });
    else exchange.fail(unsent(this.#end));
    return true;
  }

  /** What is sent in one turn of the event loop goes out together: to wake the process costs more than a small request. */
  #send(open: OpenRequest, message: Omit<WireMessage<WireRequest>, 'id'>): void {
    this.#lastId = (this.#lastId % maxId) + 1;
    this.#unsent.set(this.#lastId, open);
    if (this.#writer.isEmpty) setImmediate(() => this.#flush());
    this.#writer.add({ id: this.#lastId, ...message });
  }

  /** What was not written when a connection ended goes over the next one. */
  #flush(): void {
    const pieces = this.#writer.take();
    if (this.#end !== undefined) return;
    if (this.#connection?.isUsable !== true) this.#connection = new WireConnection(this.#path, this.#options);
    const requests = this.#unsent;
    this.#unsent = new Map();
    this.#connection.send(pieces, requests);
  }

  /** Throws for a head that is none: code of the function's own may write to its socket. */
  #check(head: WireAnswer): void {
    if (!isAnswerHead(head)) throw new Error('what it sent is no answer');
    this.#known = head;
  }

  override close(): Promise<void>;
  override close(callback: () => void): void;
  override close(callback?: () => void): Promise<void> | void {
    const end = this.destroy(new Error('the container has been stopped'));
    if (callback === undefined) return end;
    void end.then(callback);
  }

  override destroy(error?: Error | null): Promise<void>;
  override destroy(callback: () => void): void;
  override destroy(error: Error | null, callback: () => void): void;
  override destroy(error?: Error | null | (() => void), callback?: () => void): Promise<void> | void {
    this.#end ??= error instanceof Error ? error : new Error('the container has been stopped');
    this.#connection?.destroy(this.#end);
    for (const request of this.#unsent.values()) request.fail(unsent(this.#end));
    this.#unsent.clear();
    const told = typeof error === 'function' ? error : callback;
    if (told === undefined) return Promise.resolve();
    told();
  }
}

const unsent = (error: Error): StageUnreachable => toldFailure(error, { wasSent: false });

const badType = (what: string) => new StageUnreachable('bad_response', `the header content-type of its answer ${what}`);

function isAnswerHead(head: unknown): head is WireAnswer {
  if (!isObject(head)) return false;
  const { status, contentType } = head;
  const isStatus = typeof status === 'number' && Number.isInteger(status) && status >= 200 && status < 600;
  return isStatus && (contentType === undefined || typeof contentType === 'string');
}

/** One request of `dispatch`. An answer comes whole, so there is nothing to pause. */
class Exchange implements Dispatcher.DispatchController, OpenRequest {
  readonly paused = false;
  readonly #handler: Handler;
  aborted = false;
  reason: Error | null = null;

  constructor(handler: Handler) {
    this.#handler = handler;
  }

  abort(reason: Error): void {
    if (this.aborted) return;
    this.aborted = true;
    this.reason = reason;
    this.#handler.onResponseError?.(this, reason);
  }

  pause(): void {
    // See the class.
  }

  resume(): void {
    // See the class.
  }

  answer({ status, contentType }: WireAnswer, body: Buffer): void {
    if (this.aborted) return;
    const type = contentType === undefined ? {} : { 'content-type': contentType };
    this.#handler.onResponseStart?.(this, status, { ...type, 'content-length': String(body.length) });
    if (!this.aborted) this.#handler.onResponseData?.(this, body);
    if (!this.aborted) this.#handler.onResponseEnd?.(this, {});
  }

  fail(error: Error): void {
    if (!this.aborted) this.#handler.onResponseError?.(this, error);
  }
}
