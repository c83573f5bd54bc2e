import type { AsyncLocalStorage } from 'node:async_hooks';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import type { Realm } from '../../contract/arn.ts';
import type { Operation } from '../../operations/operation.ts';
import type { OperationContext } from '../../operations/operation-context.ts';
import type { PostedForm } from '../../operations/s3/posted-object.ts';
import type { Service } from '../../operations/service.ts';
import type { Logger } from '../../platform/observe/logger.ts';
import type { RequestLedger } from '../../serving/invocation/request-ledger.ts';
import type { AdmittedCaller, Authenticator, KnownCaller } from './authenticator.ts';
import type { BodyMemory } from './body-memory.ts';
import type { CallKind } from './call-rates.ts';
import type { UnknownMembers } from './unknown-members.ts';

/** What the requests of a server may use. */
export interface RequestServices {
  readonly authenticator: Authenticator;
  /** What operations may use for a caller of this account and region. */
  operationsIn(realm: Realm): OperationContext;
  /** The server's own. */
  readonly account: string;
  readonly bodyMemory: BodyMemory;
  /** The account whose share of it the body of an admitted request takes; undefined where there is one account. */
  sharerOf(request: IncomingMessage, admission: AdmittedCaller): string | undefined;
  /** Counts a call of an account to an API; false if the account calls too often. */
  mayCall(account: string, kind: CallKind): boolean;
  /** Its disk is what requests are kept on. */
  readonly dataDirectory: string;
  readonly log: Logger;
}

/** What the server's log says of requests: of those that failed, or of all. */
export interface RequestLog {
  /** An error is about to be sent. `cause`: what it was made of, where that is something else. */
  refused(exchange: Exchange, refusal: Refusal, cause?: unknown): void;
  /** The work on a request is about to begin. Absent: nothing is to be said of those that succeed. */
  readonly follow?: ((exchange: Exchange, since: number) => void) | undefined;
}

/** What every step of the chain may use. */
export interface RequestChainContext extends RequestServices {
  /** The exchange that began the code that runs now: its client gets an answer for an uncaught exception. */
  readonly current: AsyncLocalStorage<Exchange>;
  readonly requestLog: RequestLog;
  readonly unknownMembers: UnknownMembers;
}

/** Why a request is refused: each protocol writes it in its own form. */
export interface Refusal {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  /** Further members of the error. */
  readonly members?: Readonly<Record<string, unknown>>;
  /** What the log says besides, such as the container that failed. */
  readonly facts?: Readonly<Record<string, unknown>> | undefined;
}

/** What is sent. The headers hold a Content-Length, unless it is not known yet. */
export interface Answer {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body?: Buffer | Readable;
}

/** The operation that a request asks for. */
export interface AskedOperation<Member extends Operation = Operation> {
  readonly service: Service;
  readonly operation: Member;
}

/** A request of a known caller. */
export interface ReceivedRequest {
  readonly exchange: Exchange;
  readonly caller: KnownCaller;
  /** Empty in a protocol that streams bodies. */
  readonly body: Buffer;
  /** What a browser posted, for operations whose callers have a form. */
  readonly form?: PostedForm | undefined;
}

/**
 * One protocol on the wire: which operation a request asks for, and how inputs, outputs and errors are written.
 * `answerRequest` does what is the same in all: who calls, limits, running the operation, sending.
 */
export interface Protocol<Asked extends AskedOperation = AskedOperation> {
  /** What it carries: until its operation is known, a request may be signed for any of them. */
  readonly services: readonly Service[];
  /** How large a body may be, bytes, and the answer to a larger one. Absent: `decode` streams it. */
  readonly wholeBody?: { readonly maxBytes: number; readonly tooLarge: Refusal };
  /** What is done before all else, if anything: it applies to every answer, also to refusals. */
  prepare?(exchange: Exchange): Promise<void> | undefined;
  /** The same, once the fields of a form are known. */
  prepareForm?(exchange: Exchange, fields: ReadonlyMap<string, string>): Promise<void> | undefined;
  /**
   * By the head of a request, or else its body. Undefined: the head does not say it. Throws what is answered if there
   * is no such operation.
   */
  find(request: IncomingMessage, body?: Buffer): Asked | undefined;
  /** The operation's input. Throws what is answered if it has none. */
  decode(asked: Asked, received: ReceivedRequest): unknown;
  encode(asked: Asked, output: unknown, exchange: Exchange): Answer;
  /** What a client gets of an error; undefined for one that was not foreseen. */
  refusalOf(error: unknown, exchange: Exchange): Refusal | undefined;
  encodeError(refusal: Refusal, exchange: Exchange): Answer;
}

/** One request on its way. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly requestId: string;
  readonly protocol: Protocol;
  readonly context: RequestChainContext;
  /** Where its time goes, if its caller wants to know. */
  readonly ledger: RequestLedger | undefined;
  /** The part of `context.bodyMemory` that its body uses: given back when it has been answered. */
  bodyBytes: number;
  /** Whose share of it that is. */
  bodyAccount?: string | undefined;
}
