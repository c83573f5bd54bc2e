import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { Dispatcher } from 'undici';
import { isAsciiHeaderText } from '../../../contract/header-text.ts';
import { isObject } from '../../../util/is-object.ts';
import { exchangeFailure } from '../exchange-failure.ts';
import type { ContainerAnswer, ContainerRequest } from '../payload.ts';
import { StageUnreachable } from '../stage-unreachable.ts';
import { requestFacts } from './request-facts.ts';
import {
  begunFile,
  MessageReader,
  MessageWriter,
  type ReadMessage,
  type WireAnswer,
  type WireMessage,
  type WireRequest,
} from './wire.ts';

type Handler = Dispatcher.DispatchHandler;

/** A request that is not answered yet. */
interface Open {
  answer(head: WireAnswer, body: Buffer): void;
  fail(error: Error): void;
}

export interface WireOptions {
  readonly maxAnswerBytes: number;
  readonly isTelling?: boolean;
}

const maxId = 2 ** 32 - 1;
const noBody = Buffer.alloc(0);

/**
 * The way to a worker of ours: messages over one socket instead of HTTP, which costs a third of it. To what looks after
 * processes it is a dispatcher like any other, of requests without a body.
 */
export class WireDispatcher extends Dispatcher {
  readonly #path: string;
  readonly #maxAnswerBytes: number;
  readonly #isTelling: boolean;
  readonly #open = new Map<number, Open>();
  readonly #writer = new MessageWriter<WireRequest>();
  /** The head of the last answer that was one: the next is mostly the same. */
  #known: unknown;
  #socket: Socket | undefined;
  #lastId = 0;
  #end: Error | undefined;

  /** `isTelling`: whether the process keeps the number of the request that it works on in a file beside its socket (`begunFile`). */
  constructor(path: string, { maxAnswerBytes, isTelling = false }: WireOptions) {
    super();
    this.#path = path;
    this.#maxAnswerBytes = maxAnswerBytes;
    this.#isTelling = isTelling;
  }

  /** Answers one request. Rejects with `StageUnreachable`. */
  ask(request: ContainerRequest, path = '/invocations'): Promise<ContainerAnswer> {
    return new Promise((resolve, reject) => {
      const fail = (error: Error) => reject(exchangeFailure(error));
      const answer = ({ status, contentType }: WireAnswer, body: Buffer) => {
        if (contentType === undefined) resolve({ status, body });
        else if (isAsciiHeaderText(contentType)) resolve({ status, body, contentType });
        else fail(new StageUnreachable('bad_response', 'the header content-type of its answer is not ASCII text'));
      };
      const { requestId: name = '', body } = request;
      if (this.#end === undefined)
        this.#send({ answer, fail }, { head: { path, ...requestFacts(request) }, name, body });
      else fail(this.#end);
    });
  }

  override dispatch({ path }: Dispatcher.DispatchOptions, handler: Handler): boolean {
    const exchange = new Exchange(handler);
    handler.onRequestStart?.(exchange, undefined);
    if (exchange.aborted) return true;
    if (this.#end === undefined) this.#send(exchange, { head: { path }, body: noBody });
    else exchange.fail(this.#end);
    return true;
  }

  /** What is sent in one turn of the event loop goes out together: to wake the process costs more than a small request. */
  #send(open: Open, message: Omit<WireMessage<WireRequest>, 'id'>): void {
    this.#lastId = (this.#lastId % maxId) + 1;
    this.#open.set(this.#lastId, open);
    if (this.#writer.isEmpty) setImmediate(() => this.#flush());
    this.#writer.add({ id: this.#lastId, ...message });
  }

  #flush(): void {
    const pieces = this.#writer.take();
    if (this.#end !== undefined) return;
    const socket = this.#connected();
    socket.cork();
    for (const piece of pieces) socket.write(piece);
    socket.uncork();
  }

  #connected(): Socket {
    if (this.#socket !== undefined) return this.#socket;
    const socket = connect(this.#path);
    const reader = new MessageReader<WireAnswer>(this.#maxAnswerBytes, (message) => this.#answer(message));
    socket.on('data', (chunk: Buffer) => {
      try {
        reader.push(chunk);
      } catch (error) {
        socket.destroy(Object.assign(error as Error, { code: 'UND_ERR_INVALID_ARG' }));
      }
    });
    let failure: Error | undefined;
    socket.on('error', (error) => (failure = error));
    socket.on('close', () => {
      if (this.#socket === socket) this.#socket = undefined;
      this.#fail(failure ?? new Error('the connection has ended'));
    });
    this.#socket = socket;
    return socket;
  }

  #answer({ id, head, body }: ReadMessage<WireAnswer>): void {
    if (head !== this.#known) this.#check(head);
    const open = this.#open.get(id);
    this.#open.delete(id);
    open?.answer(head, body);
  }

  /** Throws for a head that is none: code of the function's own may write to its socket. */
  #check(head: WireAnswer): void {
    if (!isAnswerHead(head)) throw new Error('what it sent is no answer');
    this.#known = head;
  }

  #fail(error: Error): void {
    const open = [...this.#open];
    this.#open.clear();
    const begun = this.#isTelling && open.length > 0 ? readBegun(this.#path) : undefined;
    // They are begun one after the other; answers to those before it may not have left the process.
    const last = open.findIndex(([id]) => id === begun);
    for (const [at, [, exchange]] of open.entries())
      exchange.fail(begun === undefined ? error : toldFailure(error, { wasSent: at <= last }));
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
    this.#fail(this.#end);
    this.#socket?.destroy();
    const told = typeof error === 'function' ? error : callback;
    if (told === undefined) return Promise.resolve();
    told();
  }
}

/** Undefined if the file is not there: it has not come so far, or all of it is gone. */
function readBegun(socketPath: string): number | undefined {
  try {
    return readFileSync(begunFile(socketPath)).readUInt32LE(0);
  } catch {
    return undefined;
  }
}

/** That a connection was reset says that something was not read; here it is known what. */
function toldFailure(error: Error, { wasSent }: { readonly wasSent: boolean }): StageUnreachable {
  const { reason, message } = exchangeFailure(error);
  return new StageUnreachable(reason, message, { cause: error, wasSent, isExact: true });
}

function isAnswerHead(head: unknown): head is WireAnswer {
  if (!isObject(head)) return false;
  const { status, contentType } = head;
  const isStatus = typeof status === 'number' && Number.isInteger(status) && status >= 200 && status < 600;
  return isStatus && (contentType === undefined || typeof contentType === 'string');
}

/** One request of `dispatch`. An answer comes whole, so there is nothing to pause. */
class Exchange implements Dispatcher.DispatchController, Open {
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
