import { Buffer } from 'node:buffer';
import type { IncomingHttpHeaders } from 'node:http';
import { Readable } from 'node:stream';
import { present } from '@catenary/scoring/internal/values';
import type { Dispatcher } from 'undici';
import { isAsciiHeaderText } from '../../contract/header-text.ts';
import type { AnswerHead, AnswerParts } from './answer-parts.ts';
import { exchangeFailure } from './exchange-failure.ts';
import { type ContainerAnswer, type ContainerRequest, isSuccess } from './payload.ts';
import { abortedError, StageUnreachable } from './stage-unreachable.ts';

export interface ExchangeOptions {
  /** Ends the wait; without one there is no limit. */
  readonly signal?: AbortSignal | undefined;
  /** Answers with larger bodies are refused with the reason `too_large`. */
  readonly maxAnswerBytes: number;
  /** Takes the body of a 2xx as it comes. */
  readonly parts?: AnswerParts | undefined;
}

export interface InvocationOptions extends ExchangeOptions {
  /** Default `/invocations`. */
  readonly path?: string | undefined;
}

/**
 * `POST /invocations`, or another path that takes requests (developer guide, "Use Your Own Inference Code with Hosting
 * Services"). Only the headers that the contract names are sent and read. Rejects with `StageUnreachable`; every HTTP
 * status of 200 and above is an answer, redirects too, which are never followed.
 */
export function exchangeInvocation(
  dispatcher: Dispatcher,
  request: ContainerRequest,
  options: InvocationOptions,
): Promise<ContainerAnswer> {
  const { path = '/invocations' } = options;
  const { parts } = request;
  const sent = { path, method: 'POST', headers: headersOf(request), body: bodyOf(request) } as const;
  return exchange(dispatcher, sent, parts === undefined ? options : { ...options, parts });
}

/** `GET` of a path of the container contract; rejects with `StageUnreachable`. */
export function exchangeGet(dispatcher: Dispatcher, path: string, options: ExchangeOptions): Promise<ContainerAnswer> {
  return exchange(dispatcher, { path, method: 'GET' }, options);
}

/** `DELETE` of a path of the multi-model container contract; rejects with `StageUnreachable`. */
export function exchangeDelete(
  dispatcher: Dispatcher,
  path: string,
  options: ExchangeOptions,
): Promise<ContainerAnswer> {
  return exchange(dispatcher, { path, method: 'DELETE' }, options);
}

function exchange(
  dispatcher: Dispatcher,
  request: Dispatcher.DispatchOptions,
  options: ExchangeOptions,
): Promise<ContainerAnswer> {
  if (options.signal?.aborted) return Promise.reject(abortedError(options.signal));
  return new Promise((resolve, reject) => {
    dispatcher.dispatch(request, new AnswerHandler(options, resolve, reject));
  });
}

/** Of a stream undici does not know the length, so it sends chunks. */
function bodyOf({ body, isChunked }: ContainerRequest): Buffer | Readable {
  return isChunked === true ? Readable.from([body], { objectMode: false }) : body;
}

/** Flat name, value, name, value ...: the form that undici takes over without copying. */
function headersOf(request: ContainerRequest): string[] {
  const headers: string[] = [];
  if (request.contentType !== undefined) headers.push('content-type', request.contentType);
  if (request.accept !== undefined) headers.push('accept', request.accept);
  if (request.customAttributes !== undefined)
    headers.push('x-amzn-sagemaker-custom-attributes', request.customAttributes);
  if (request.inferenceId !== undefined) headers.push('x-amzn-sagemaker-inference-id', request.inferenceId);
  if (request.sessionId !== undefined) headers.push('x-amzn-sagemaker-session-id', request.sessionId);
  if (request.traceparent !== undefined) headers.push('traceparent', request.traceparent);
  if (request.targetModel !== undefined) headers.push('x-amzn-sagemaker-target-model', request.targetModel);
  return headers;
}

/** What is read of an answer's headers, and handed on. */
const readHeaders = [
  'content-type',
  'x-amzn-sagemaker-custom-attributes',
  'x-amzn-sagemaker-session-id',
  'x-amzn-sagemaker-closed-session-id',
] as const;

type Controller = Dispatcher.DispatchController;

/** Collects one answer. undici's `dispatch` calls it directly: no streams and no promises in between. */
class AnswerHandler implements Dispatcher.DispatchHandler {
  readonly #options: ExchangeOptions;
  readonly #resolve: (answer: ContainerAnswer) => void;
  readonly #reject: (error: StageUnreachable) => void;
  readonly #onAbort: () => void;
  /** Undefined until the request is written. */
  #controller: Controller | undefined;
  #status = 0;
  #headers: IncomingHttpHeaders = {};
  #chunks: Buffer[] = [];
  #received = 0;
  /** Where the body goes instead of into `#chunks`. */
  #parts: AnswerParts | undefined;

  constructor(
    options: ExchangeOptions,
    resolve: (answer: ContainerAnswer) => void,
    reject: (error: StageUnreachable) => void,
  ) {
    this.#options = options;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#onAbort = () => {
      const wasSent = this.#controller !== undefined;
      this.#abort(abortedError(options.signal as AbortSignal, { wasSent }));
    };
    options.signal?.addEventListener('abort', this.#onAbort, { once: true });
  }

  onRequestStart(controller: Controller): void {
    this.#controller = controller;
    if (this.#options.signal?.aborted) controller.abort(abortedError(this.#options.signal));
  }

  onResponseStart(controller: Controller, status: number, headers: IncomingHttpHeaders): void {
    if (status < 200) return;
    this.#status = status;
    this.#headers = headers;
    const invalid = readHeaders.find((name) => !isAsciiHeaderText(String(headers[name] ?? '')));
    if (invalid !== undefined)
      this.#abort(new StageUnreachable('bad_response', `the header ${invalid} of its answer is not ASCII text`));
    else if (Number(headers['content-length'] ?? 0) > this.#options.maxAnswerBytes) this.#refuseLarge();
    else if (isSuccess({ status })) this.#beginParts(controller);
  }

  #beginParts(controller: Controller): void {
    this.#parts = this.#options.parts;
    this.#parts?.begin(headOf(this.#status, this.#headers), controller);
  }

  onResponseData(_controller: Controller, chunk: Buffer): void {
    this.#received += chunk.length;
    if (this.#received > this.#options.maxAnswerBytes) this.#refuseLarge();
    else if (this.#parts === undefined) this.#chunks.push(chunk);
    else this.#parts.add(chunk);
  }

  onResponseEnd(): void {
    if (!isFramed(this.#status, this.#headers)) {
      this.#fail(new StageUnreachable('bad_response', endless));
      return;
    }
    this.#options.signal?.removeEventListener('abort', this.#onAbort);
    const body = this.#chunks.length === 1 ? (this.#chunks[0] as Buffer) : Buffer.concat(this.#chunks);
    this.#resolve({ ...headOf(this.#status, this.#headers), body });
  }

  onResponseError(_controller: Controller, error: Error): void {
    const failure = exchangeFailure(error, { status: this.#status, bytes: this.#received });
    this.#fail(this.#controller === undefined ? unsent(failure) : failure);
  }

  #refuseLarge(): void {
    this.#abort(new StageUnreachable('too_large', `the answer is larger than ${this.#options.maxAnswerBytes} bytes`));
  }

  /** The promise settles here and now; undici may still wait for a connection and calls the handler only afterwards. */
  #abort(error: StageUnreachable): void {
    this.#controller?.abort(error);
    this.#fail(error);
  }

  #fail(error: StageUnreachable): void {
    this.#options.signal?.removeEventListener('abort', this.#onAbort);
    this.#chunks = [];
    this.#reject(error);
  }
}

/** All connections were ended while the request still waited for one. */
const unsent = (failure: StageUnreachable): StageUnreachable =>
  new StageUnreachable(failure.reason, failure.message, { cause: failure, wasSent: false });

function headOf(status: number, headers: IncomingHttpHeaders): AnswerHead {
  return {
    status,
    ...present({
      contentType: firstOf(headers['content-type']),
      customAttributes: firstOf(headers['x-amzn-sagemaker-custom-attributes']),
      sessionId: firstOf(headers['x-amzn-sagemaker-session-id']),
      closedSessionId: firstOf(headers['x-amzn-sagemaker-closed-session-id']),
      endsWithConnection: endsWithConnection(status, headers) ? true : undefined,
    }),
  };
}

const endless =
  'its answer has neither Content-Length nor chunks, nor does it say Connection: close, so it is not known whether it is whole';

/** Whether the end of the body is marked by the end of the connection alone (RFC 9112, 6.3). */
function endsWithConnection(status: number, headers: IncomingHttpHeaders): boolean {
  const isBodiless = status === 204 || status === 304;
  return !isBodiless && headers['content-length'] === undefined && headers['transfer-encoding'] === undefined;
}

/** An answer of HTTP/1.1 that ends with its connection says so; HTTP/1.0 means it. */
function isFramed(status: number, headers: IncomingHttpHeaders): boolean {
  return !endsWithConnection(status, headers) || /\bclose\b/i.test(headers.connection ?? '');
}

/** undici has a header that was sent twice as a list, whatever its type here is. */
const firstOf = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value);
