import type { Realm } from '../../contract/arn.ts';
import type { ContainerLedger } from '../container/container-ledger.ts';
import type { ContainerRequest } from '../container/payload.ts';
import type { Stage } from '../container/stage.ts';
import type { AnswerStream } from './answer-stream.ts';
import type { Caller } from './caller.ts';
import type { Chain, ChainObserver, WalkOptions } from './chain.ts';

/** Where a caller wants its request to go, in the words of InvokeEndpoint. */
export interface InvocationTarget {
  readonly realm: Realm;
  readonly endpointName: string;
  readonly targetVariant?: string;
  readonly targetContainerHostname?: string;
  readonly targetModel?: string;
  readonly inferenceComponentName?: string;
  readonly enableExplanations?: string;
}

/** The variant that answers, and its chain (Direct mode: the one container). */
export interface Route {
  readonly variant: { readonly name: string; readonly stages: readonly Stage[] };
  readonly chain: Chain;
}

/** A request and the chain that is to answer it; handlers fill in what they know. */
export interface ChainCall extends WalkOptions {
  readonly request: ContainerRequest;
  readonly chain: Chain;
  /** Who waits for the answer; absent if no caller can leave before that. */
  readonly caller: Caller | undefined;
  readonly parts: AnswerStream | undefined;
  /** The time that its caller gives the containers, milliseconds; undefined: that of every request. */
  readonly timeoutMs: number | undefined;
  signal: AbortSignal | undefined;
  deadline: number | undefined;
  spentMs: Float64Array | undefined;
}

/** What is known of a request when it arrives. */
export interface InvocationParts {
  /** Names the request in messages and logs. */
  readonly id: string;
  readonly target: InvocationTarget;
  readonly request: ContainerRequest;
}

/** Who waits for the answer, how it goes to them if not whole, and who looks on. */
export interface Watchers {
  readonly caller?: Caller | undefined;
  readonly parts?: AnswerStream | undefined;
  readonly observer?: ChainObserver | undefined;
  readonly ledger?: ContainerLedger | undefined;
  readonly timeoutMs?: number | undefined;
}

/** One request to an endpoint, from its arrival to its answer. */
export class Invocation {
  readonly id: string;
  readonly target: InvocationTarget;
  /** As it arrived; a trace that is recorded here is put in its place. */
  request: ContainerRequest;
  readonly caller: Caller | undefined;
  /** Handlers may look on, too. */
  observer: ChainObserver | undefined;
  readonly parts: AnswerStream | undefined;
  readonly ledger: ContainerLedger | undefined;
  readonly timeoutMs: number | undefined;
  /** Once it is known: see the handler `route`. */
  route: Route | undefined = undefined;
  call: ChainCall | undefined = undefined;

  constructor({ id, target, request }: InvocationParts, { caller, observer, parts, ledger, timeoutMs }: Watchers) {
    this.id = id;
    this.target = target;
    this.request = request;
    this.caller = caller;
    this.observer = observer;
    this.parts = parts;
    this.ledger = ledger;
    this.timeoutMs = timeoutMs;
  }
}

export function chainCall(chain: Chain, request: ContainerRequest, watchers: Watchers): ChainCall {
  const { caller, observer, parts, ledger, timeoutMs } = watchers;
  return {
    request,
    chain,
    caller,
    observer,
    parts,
    ledger,
    timeoutMs,
    signal: undefined,
    deadline: undefined,
    spentMs: undefined,
  };
}
