import { nameOf } from '../../../contract/qualified-name.ts';
import { ServiceError } from '../../../contract/service-error.ts';
import { invocationTimeoutMs } from '../../../contract/timeouts.ts';
import type { ObjectStore } from '../../../platform/storage/object-store.ts';
import type { CaptureWriter } from '../../capture/capture-writer.ts';
import { DataCapture } from '../../capture/data-capture.ts';
import type { ContainerLogs } from '../../container-logs.ts';
import type { DriftWatch } from '../../drift/drift-watch.ts';
import { openDriftWatch } from '../../drift/open-drift-watch.ts';
import type { Chain } from '../../invocation/chain.ts';
import type { Handler } from '../../invocation/handler.ts';
import { type CaptureOfRequests, type EndpointHandlers, endpointHandlers } from '../../invocation/handlers.ts';
import type { Invocation, InvocationTarget, Route } from '../../invocation/invocation.ts';
import { doesCapture } from '../../records/data-capture-config.ts';
import type { EndpointSnapshot } from '../../records/endpoint-snapshot.ts';
import type { Tracer } from '../../telemetry/tracer.ts';
import { monitored } from './monitored.ts';
import { pickVariant } from './pick-variant.ts';
import { SessionVariants } from './session-variants.ts';
import { Shadow } from './shadow.ts';
import type { SplitMonitor } from './split-monitor.ts';
import type { Variant } from './variant.ts';
import { unavailable } from './wake-queue.ts';
import { type Wake, wakeVariant } from './wake-variant.ts';

/** What all endpoints of a server share. */
export interface EndpointServices {
  readonly logs: ContainerLogs;
  /** In [0, 1): chooses among variants. */
  readonly random: () => number;
  readonly captures: Pick<CaptureWriter, 'add' | 'isPaused'>;
  /** Where baselines are. */
  readonly objects: Pick<ObjectStore, 'readObject'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Records traces; absent if there is no collector for them. */
  readonly tracer?: Tracer | undefined;
  /** Gives a variant that is asleep its first instance. */
  readonly wake: Wake;
}

interface EndpointParts {
  /** Qualified by its region, as in the store. */
  readonly name: string;
  readonly snapshot: EndpointSnapshot;
  readonly variants: readonly Variant[];
  readonly shadow?: Variant | undefined;
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
  readonly shadow: Shadow | undefined;
  /** Looks at a sample of the requests; absent if no baseline is named. */
  readonly drift: DriftWatch | undefined;
  /** Answers a request; `stream` part by part, `invokeAsync` out of the queue, `trace` for an observer. See `EndpointHandlers`. */
  invoke: Handler<Invocation>;
  stream: Handler<Invocation>;
  readonly invokeAsync: Handler<Invocation>;
  readonly trace: Handler<Invocation>;
  /** The percentage of requests that another one answers: see `divert`. */
  diverted = 0;
  /** The one that answers them. */
  next: Endpoint | undefined;
  readonly #own: Pick<EndpointHandlers, 'invoke' | 'stream'>;
  readonly #random: () => number;
  readonly #wake: Wake;
  /** Absent where there is one variant. */
  readonly #sessions: SessionVariants | undefined;
  /** The one that requests go to since this one is not served any more. */
  #successor: Endpoint | undefined;
  #weighted: readonly Weighted[];
  /** Requests that a serverless endpoint answers at once. */
  #maxConcurrency: number | undefined;

  constructor({ name, snapshot, variants, shadow }: EndpointParts, services: EndpointServices) {
    const { logs, random } = services;
    this.name = name;
    this.snapshot = snapshot;
    this.variants = variants;
    this.shadow = shadow === undefined ? undefined : new Shadow(shadow, snapshot);
    this.drift = openDriftWatch(snapshot, services.objects);
    this.#weighted = variants.map((variant) => ({ variant, weight: variant.snapshot.weight }));
    this.#maxConcurrency = snapshot.variants[0]?.serverless?.MaxConcurrency;
    const handlers = endpointHandlers({
      router: (invocation) => this.#find(invocation),
      logs,
      tracer: services.tracer,
      shadow: this.shadow && { queue: this.shadow.queue, percent: this.shadow.percent, random },
      capture: captureOf({ name, snapshot }, services),
      drift: this.drift,
      isAsync: snapshot.asyncInference !== undefined,
      maxConcurrency: this.#maxConcurrency === undefined ? undefined : () => this.#maxConcurrency ?? Infinity,
    });
    this.#sessions = variants.length > 1 ? new SessionVariants() : undefined;
    this.invoke = this.#sessions?.noting(handlers.invoke) ?? handlers.invoke;
    this.stream = handlers.stream;
    this.invokeAsync = handlers.invokeAsync;
    this.trace = handlers.trace;
    this.#own = { invoke: this.invoke, stream: handlers.stream };
    this.#random = random;
    this.#wake = services.wake;
  }

  /**
   * This many percent of requests are answered by `other` from now on, and all of those for a target that it alone has. While
   * nothing is diverted, requests pay nothing for it. `monitor` gets to know how each ended.
   */
  divert(other: Endpoint | undefined, percent: number, monitor?: SplitMonitor): void {
    this.diverted = other === undefined ? 0 : percent;
    this.next = percent === 0 ? undefined : other;
    const { invoke: own, stream: ownStream } = this.#own;
    if (other === undefined || percent === 0) {
      this.invoke = own;
      this.stream = ownStream;
      return;
    }
    const share = percent / 100;
    const through = (handler: Handler<Invocation>, isNew: boolean) =>
      monitor === undefined ? handler : monitored(handler, { monitor, isNew, share });
    const split = (here: Handler<Invocation>, there: Handler<Invocation>): Handler<Invocation> => {
      const [former, next] = [through(here, false), through(there, true)];
      return (invocation) => (this.#goesTo(other, invocation.target) ? next : former)(invocation);
    };
    this.invoke = split(own, other.invoke);
    this.stream = split(ownStream, other.stream);
  }

  #goesTo(other: Endpoint, target: InvocationTarget): boolean {
    if (this.#canTake(target) !== other.#canTake(target)) return other.#canTake(target);
    return this.#random() * 100 < this.diverted;
  }

  /** Whether it has the variant and the container that a request names. */
  #canTake({ targetVariant, targetContainerHostname: hostname }: InvocationTarget): boolean {
    const named = this.variants.filter(({ name }) => targetVariant === undefined || name === targetVariant);
    return named.some((variant) =>
      variant.snapshot.mode === 'Serial' ? hostname === undefined : variant.container(hostname ?? '') !== undefined,
    );
  }

  /** Of a serverless endpoint: requests under way stay, however many they are. */
  setConcurrency(max: number | undefined): void {
    this.#maxConcurrency = max;
  }

  setWeights(weights: ReadonlyMap<string, number>): void {
    this.#weighted = this.#weighted.map(({ variant, weight }) => ({
      variant,
      weight: weights.get(variant.snapshot.name) ?? weight,
    }));
  }

  /** What takes a request; of a variant that is asleep, when it has an instance. */
  #find(invocation: Invocation): Route | Promise<Route> {
    const { target } = invocation;
    const began = this.#sessions?.variantOf(invocation.request.sessionId);
    const variant = this.#variantOf(began === undefined ? target : { targetVariant: began, ...target });
    return variant.isAsleep ? this.#findLater(variant, invocation) : this.#route(variant, target);
  }

  async #findLater(variant: Variant, invocation: Invocation): Promise<Route> {
    const { request, caller, timeoutMs = invocationTimeoutMs } = invocation;
    const until = performance.now() + timeoutMs;
    let place: { readonly endpoint: Endpoint; readonly variant: Variant } = { endpoint: this, variant };
    // It may be asleep again when the request has its turn, or be served by another configuration.
    while (place.variant.isAsleep) {
      const { endpoint, variant: asleep } = place;
      const awake = asleep.waiting.wait({ bytes: request.body.length, timeoutMs: until - performance.now(), caller });
      void wakeVariant(endpoint.name, asleep, this.#wake);
      await awake;
      const next = endpoint.#latest;
      place = next === endpoint ? place : { endpoint: next, variant: next.#variantOf(invocation.target) };
    }
    return place.endpoint.#route(place.variant, invocation.target);
  }

  get #latest(): Endpoint {
    return this.#successor === undefined ? this : this.#successor.#latest;
  }

  #variantOf({ targetVariant }: Pick<InvocationTarget, 'targetVariant'>): Variant {
    return targetVariant === undefined ? this.#pick(this.#random) : this.#named(targetVariant);
  }

  /** Requests that wait here go there, as those that come do by now. */
  handOver(successor: Endpoint): void {
    this.#successor = successor;
    for (const { waiting } of this.variants) waiting.release();
  }

  /** Requests that wait for the first instance of a variant get this reason: there is none to come. */
  failWaiting(why: string): void {
    for (const { isAsleep, waiting } of this.variants) if (isAsleep) waiting.fail(unavailable(why));
  }

  /** The variant and the chain (Direct mode: the container) that take a request. Throws ValidationError for a target there is none of. */
  #route(variant: Variant, { targetContainerHostname }: InvocationTarget): Route {
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
    this.shadow?.queue.close();
    this.failWaiting('and its endpoint is being deleted');
    const all = this.shadow === undefined ? this.variants : [...this.variants, this.shadow.variant];
    await Promise.all(all.map((variant) => variant.close()));
  }
}

function captureOf(
  { name, snapshot }: Pick<EndpointParts, 'name' | 'snapshot'>,
  { captures: writer, random, now }: EndpointServices,
): CaptureOfRequests | undefined {
  if (!doesCapture(snapshot.dataCapture)) return undefined;
  const containers = snapshot.variants.flatMap((variant) => variant.containers);
  const hasSteps = containers.some(({ environment }) => environment.CATENARY_CAPTURE_STEPS === 'all');
  return { data: new DataCapture(name, snapshot.dataCapture, { writer, random, now }), hasSteps };
}

const hostnamesOf = ({ stages }: Variant) => stages.map(({ hostname }) => hostname).join(', ');
