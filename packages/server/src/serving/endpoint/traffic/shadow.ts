import { measuredChain } from '../../invocation/handlers.ts';
import { chainCall } from '../../invocation/invocation.ts';
import { ShadowQueue } from '../../invocation/shadow-queue.ts';
import type { EndpointSnapshot } from '../../records/endpoint-snapshot.ts';
import { ShadowComparison } from '../../shadow/shadow-comparison.ts';
import type { Variant } from './variant.ts';

/** Requests that a shadow outside this process works on at once. */
const outsideLanes = 8;

/** A shadow variant alive: it gets copies of requests, and its answers are held against the production variant's. */
export class Shadow {
  readonly variant: Variant;
  readonly comparison = new ShadowComparison();
  readonly queue: ShadowQueue;
  /** The share of requests that it gets: its weight over the production variant's (developer guide, "Shadow variants"). */
  readonly percent: number;

  constructor(variant: Variant, { variants: [production] }: EndpointSnapshot) {
    const { chain } = variant;
    const weight = production?.weight ?? 1;
    this.variant = variant;
    this.percent = weight === 0 ? 100 : Math.min(100, (100 * variant.snapshot.weight) / weight);
    this.queue = new ShadowQueue({
      ask: (request) => measuredChain(chainCall(chain.forRequest(request), request, {})),
      comparison: this.comparison,
      lanes: chain.isInProcess ? 1 : outsideLanes,
    });
  }
}
