import { nameOf } from '../../../contract/qualified-name.ts';
import { ServiceError } from '../../../contract/service-error.ts';
import type { ContainerLogs } from '../../container-logs.ts';
import type { Chain } from '../../invocation/chain.ts';
import type { Handler } from '../../invocation/handler.ts';
import { endpointHandlers } from '../../invocation/handlers.ts';
import type { Invocation, InvocationTarget, Route } from '../../invocation/invocation.ts';
import type { EndpointSnapshot } from '../../records/endpoint-snapshot.ts';
import { pickVariant } from './pick-variant.ts';
import type { Variant } from './variant.ts';

/** What all endpoints of a server share. */
export interface EndpointServices {
  readonly logs: ContainerLogs;
  /** In [0, 1): chooses among variants. */
  readonly random: () => number;
}

interface EndpointParts {
  /** Qualified by its region, as in the store. */
  readonly name: string;
  readonly snapshot: EndpointSnapshot;
  readonly variants: readonly Variant[];
}

interface Weighted {
  readonly variant: Variant;
  readonly weight: number;
}

/** One endpoint alive: its variants, and which of them takes a request. */
export class Endpoint {
  readonly name: string;
  readonly snapshot: EndpointSnapshot;
  readonly variants: readonly Variant[];
  /** Answers a request; `stream` part by part, `trace` for an observer. See `EndpointHandlers`. */
  readonly invoke: Handler<Invocation>;
  readonly stream: Handler<Invocation>;
  readonly trace: Handler<Invocation>;
  #weighted: readonly Weighted[];

  constructor({ name, snapshot, variants }: EndpointParts, { logs, random }: EndpointServices) {
    this.name = name;
    this.snapshot = snapshot;
    this.variants = variants;
    this.#weighted = variants.map((variant) => ({ variant, weight: variant.snapshot.weight }));
    const handlers = endpointHandlers({ router: (target) => this.#route(target, random), logs });
    this.invoke = handlers.invoke;
    this.stream = handlers.stream;
    this.trace = handlers.trace;
  }

  setWeights(weights: ReadonlyMap<string, number>): void {
    this.#weighted = this.#weighted.map(({ variant, weight }) => ({
      variant,
      weight: weights.get(variant.snapshot.name) ?? weight,
    }));
  }

  /** The variant and the chain (Direct mode: the container) that take a request. Throws ValidationError for a target there is none of. */
  #route({ targetVariant, targetContainerHostname }: InvocationTarget, random: () => number): Route {
    const variant = targetVariant === undefined ? this.#pick(random) : this.#named(targetVariant);
    return { variant, chain: this.#chainOf(variant, targetContainerHostname) };
  }

  #pick(random: () => number): Variant {
    const first = this.#weighted[0] as Weighted;
    return this.#weighted.length === 1 ? first.variant : (pickVariant(this.#weighted, random()) as Weighted).variant;
  }

  #named(name: string): Variant {
    const found = this.variants.find((variant) => variant.snapshot.name === name);
    if (found !== undefined) return found;
    const names = this.variants.map((variant) => variant.snapshot.name).join(', ');
    throw new ServiceError(
      'ValidationError',
      `Variant ${name} not found for endpoint ${nameOf(this.name)}. Its variants are: ${names}.`,
    );
  }

  #chainOf(variant: Variant, hostname: string | undefined): Chain {
    if (variant.snapshot.mode === 'Serial') {
      if (hostname === undefined) return variant.chain;
      throw new ServiceError(
        'ValidationError',
        `Endpoint ${nameOf(this.name)} runs its containers in Serial mode and does not support the target container hostname header.`,
      );
    }
    if (hostname === undefined) {
      throw new ServiceError(
        'ValidationError',
        `Endpoint ${nameOf(this.name)} runs its containers in Direct mode: name one of ${hostnamesOf(variant)} in the target container hostname header.`,
      );
    }
    const chain = variant.container(hostname);
    if (chain !== undefined) return chain;
    throw new ServiceError(
      'ValidationError',
      `Container ${hostname} not found for endpoint ${nameOf(this.name)}. Its containers are: ${hostnamesOf(variant)}.`,
    );
  }

  async close(): Promise<void> {
    await Promise.all(this.variants.map((variant) => variant.close()));
  }
}

const hostnamesOf = ({ stages }: Variant) => stages.map(({ hostname }) => hostname).join(', ');
