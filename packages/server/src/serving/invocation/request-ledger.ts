import type { LedgerRow } from '../../contract/ledger-header.ts';
import { ContainerLedger } from '../container/container-ledger.ts';
import type { Invocation } from './invocation.ts';

/** What the server does of a request, one after the other. `serve`: the containers are asked, and all around it. */
export type RequestPart = 'authenticate' | 'read' | 'serve' | 'write';

/**
 * Where the time of one request goes, from when its head has been read to when the head of its answer is written. The
 * parts cover it without gaps; what belongs to no other part is `own`.
 */
export class RequestLedger {
  readonly containers = new ContainerLedger();
  readonly #parts: Record<RequestPart, number> = { authenticate: 0, read: 0, serve: 0, write: 0 };
  readonly #begun: number;
  readonly #now: () => number;
  #part: RequestPart = 'serve';
  #since: number;
  #invocation: Invocation | undefined;

  /** `now`: milliseconds, by a clock that does not go back. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
    this.#begun = now();
    this.#since = this.#begun;
  }

  /** What is done from now on. */
  enter(part: RequestPart): void {
    const now = this.#now();
    this.#parts[this.#part] += now - this.#since;
    this.#part = part;
    this.#since = now;
  }

  /** The invocation that it is about. */
  follow(invocation: Invocation): void {
    this.#invocation = invocation;
  }

  /** The whole, then its parts; undefined for a request that asked no containers. */
  rows(): readonly LedgerRow[] | undefined {
    const call = this.#invocation?.call;
    if (call === undefined) return undefined;
    this.enter('write');
    const { authenticate, read, serve, write } = this.#parts;
    const { queueMs, conversionMs } = this.containers;
    // Of what is shown, not of what was measured: bytes may be read just before a container's time begins.
    let shown = queueMs + conversionMs;
    const containers: LedgerRow[] = [];
    for (const [at, { hostname }] of call.chain.stages.entries()) {
      const ms = Math.max(0, (call.spentMs?.[at] ?? 0) - this.containers.withinOf(at));
      shown += ms;
      containers.push({ name: `container-${at + 1}`, detail: hostname, ms });
    }
    return [
      { name: 'whole', ms: this.#since - this.#begun },
      { name: 'read', ms: read },
      { name: 'authenticate', ms: authenticate },
      { name: 'queue', ms: queueMs },
      ...containers,
      { name: 'conversion', ms: conversionMs },
      { name: 'write', ms: write },
      { name: 'own', ms: Math.max(0, serve - shown) },
    ];
  }
}
