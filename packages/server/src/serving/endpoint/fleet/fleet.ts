import { present } from '@catenary/scoring/internal/values';
import type { Logger } from '../../../platform/observe/logger.ts';
import type { ObjectStore } from '../../../platform/storage/object-store.ts';
import { allVariantsOf, type EndpointSnapshot, type VariantSnapshot } from '../../records/endpoint-snapshot.ts';
import type { Observation } from '../plan/observation.ts';
import type { Endpoint } from '../traffic/endpoint.ts';
import { SplitMonitor, type TrafficSplit } from '../traffic/split-monitor.ts';
import { EndpointStarts, type EndpointStartsOptions, type StartKind } from './endpoint-starts.ts';
import { LiveEndpoints } from './live-endpoints.ts';
import { resizeEndpoint } from './resize-endpoint.ts';
import type { StartOptions } from './start-endpoint.ts';
import type { StartProgress } from './start-progress.ts';
import type { RunningVersion } from './start-variant.ts';
import { describeStartFailure } from './variant-start-failure.ts';

export type FleetObservation = Pick<Observation, 'serving' | 'next' | 'traffic' | 'alarm'>;

/** What was started to take the place of what serves. */
interface StartedBeside {
  readonly endpoint: Endpoint;
  serving: EndpointSnapshot;
  monitor?: SplitMonitor;
}

interface FleetStart {
  readonly kind: StartKind;
  /** The other version of the endpoint that runs, if there is one. */
  readonly beside: RunningVersion | undefined;
}

const versionOf = (endpoint: Endpoint | undefined, isNewer: boolean): RunningVersion | undefined =>
  endpoint && { variants: endpoint.variants, isNewer };

export interface FleetOptions extends Omit<StartOptions, 'signal' | 'beside'>, Omit<EndpointStartsOptions, 'signal'> {
  readonly log: Logger;
  readonly objects: Pick<ObjectStore, 'readObject' | 'headObject'>;
  /** What starts are doing. */
  readonly progress: Pick<StartProgress, 'note' | 'forget'>;
  /** Counts the requests of endpoints that serve. */
  readonly metrics: { watch(endpoint: Endpoint): void; unwatch(endpoint: Endpoint): void };
}

/**
 * The chains that this server runs for endpoints: those that serve, and those that were started to take their place.
 * What fails resolves with its reason, fit for FailureReason. It decides nothing: that is `endpoint/plan`'s.
 */
export class Fleet {
  readonly #options: FleetOptions;
  readonly #live = new LiveEndpoints();
  readonly #next = new Map<string, StartedBeside>();
  readonly #starts: EndpointStarts;
  readonly #stop = new AbortController();
  /** Chains that get no more requests, until their containers have ended. */
  readonly #leaving = new Set<Promise<void>>();

  constructor(options: FleetOptions) {
    this.#options = options;
    this.#starts = new EndpointStarts({ starts: options.starts, signal: this.#stop.signal });
  }

  find(name: string): Endpoint | undefined {
    return this.#live.find(name);
  }

  findIn(region: string, name: string): Endpoint | undefined {
    return this.#live.findIn(region, name);
  }

  /** Endpoints that serve, or are being started. */
  names(): ReadonlySet<string> {
    return new Set([...this.#live.names(), ...this.#next.keys(), ...this.#starts.names()]);
  }

  /** What it runs of an endpoint, and the percentage of requests that what was started beside gets. */
  observe(name: string): FleetObservation {
    const traffic = this.find(name)?.diverted;
    const next = this.#next.get(name);
    const alarm = next?.monitor?.raised;
    return present({ serving: this.#live.serving(name), next: next?.serving, traffic, alarm });
  }

  /**
   * Starts chains of what was in service before, and gives them the requests as soon as all of it answers; what was started beside gets
   * its share from the first one on.
   */
  async serve(name: string, active: EndpointSnapshot, split?: TrafficSplit): Promise<string | undefined> {
    const started = await this.#run(name, active, {
      kind: 'known',
      beside: versionOf(this.#next.get(name)?.endpoint, true),
    });
    if (typeof started === 'string') return started;
    if (split !== undefined && split.traffic > 0) this.#divert(started, split);
    this.#put(started);
    return undefined;
  }

  /** Starts chains beside those that serve: they get requests from `promote` on. */
  async start(name: string, target: EndpointSnapshot): Promise<string | undefined> {
    const started = await this.#run(name, target, { kind: 'new', beside: versionOf(this.find(name), false) });
    if (typeof started === 'string') return started;
    this.drop(name);
    this.#next.set(name, { endpoint: started, serving: target });
    return undefined;
  }

  /** What was started beside gets the requests; nothing if nothing was. */
  promote(name: string): void {
    const next = this.#next.get(name);
    if (next === undefined) return;
    this.#next.delete(name);
    this.#put(next.endpoint, next.serving);
  }

  /** Stops what was started beside. */
  drop(name: string): void {
    this.find(name)?.divert(undefined, 0);
    this.#retire(this.#next.get(name)?.endpoint);
    this.#next.delete(name);
  }

  /** The running chains get the weights of `active`, which has the same chains. */
  weigh(name: string, active: EndpointSnapshot): void {
    this.#live.weigh(name, active);
  }

  /** The running chains get as many instances as `target` has, which has the same chains. They keep serving meanwhile. */
  async resize(name: string, target: EndpointSnapshot): Promise<string | undefined> {
    const endpoint = this.find(name);
    if (endpoint === undefined) return 'it is not served here';
    const reason = await this.#resize(endpoint, target);
    if (reason === undefined) this.#live.resize(name, target);
    return reason;
  }

  async #resize(endpoint: Endpoint, target: EndpointSnapshot): Promise<string | undefined> {
    try {
      const { startVariant } = await import('./start-variant.ts');
      await this.#starts.run(endpoint.name, 'new', (signal) => {
        const start = (variant: VariantSnapshot) => startVariant(endpoint.name, variant, { ...this.#options, signal });
        return resizeEndpoint(endpoint, target, { signal, start });
      });
      return undefined;
    } catch (error) {
      const reason = describeStartFailure(error, allVariantsOf(target));
      endpoint.failWaiting(`and none could be started: ${reason}`);
      return reason;
    }
  }

  /** What was started beside gets as many instances as `target` has, which has the same chains. */
  async scaleNext(name: string, target: EndpointSnapshot): Promise<string | undefined> {
    const next = this.#next.get(name);
    if (next === undefined) return 'it does not run here';
    const reason = await this.#resize(next.endpoint, target);
    if (reason === undefined) next.serving = target;
    return reason;
  }

  /** What was started beside gets that percentage of requests. The alarms compare both fleets from the first ones on. */
  split(name: string, split: TrafficSplit): void {
    const endpoint = this.find(name);
    if (endpoint !== undefined) this.#divert(endpoint, split);
  }

  #divert(endpoint: Endpoint, { traffic, alarms }: TrafficSplit): void {
    const next = this.#next.get(endpoint.name);
    if (next !== undefined && traffic > 0) this.#options.metrics.watch(next.endpoint);
    if (next !== undefined && alarms.length > 0) next.monitor ??= new SplitMonitor(alarms);
    endpoint.divert(next?.endpoint, traffic, next?.monitor);
  }

  /** Ends a start that is under way; it fails. */
  giveUp(name: string): void {
    this.#starts.giveUp(name);
  }

  /** Ends everything of an endpoint. A container may take a minute to end: nothing waits for that. */
  close(name: string): void {
    this.drop(name);
    this.#retire(this.#live.take(name));
  }

  /** No start under way comes to its end, and none begins any more. */
  stop(): void {
    this.#stop.abort();
  }

  /** Resolves when every container has ended. */
  async end(): Promise<void> {
    this.stop();
    for (const name of this.names()) this.close(name);
    await Promise.all(this.#leaving);
  }

  async #run(name: string, snapshot: EndpointSnapshot, { kind, beside }: FleetStart): Promise<Endpoint | string> {
    try {
      return await this.#starts.run(name, kind, (signal) => this.#start(name, snapshot, { signal, beside }));
    } catch (error) {
      return describeStartFailure(error, allVariantsOf(snapshot));
    } finally {
      this.#options.progress.forget(name);
    }
  }

  async #start(
    name: string,
    snapshot: EndpointSnapshot,
    { signal, beside }: Pick<StartOptions, 'signal' | 'beside'>,
  ): Promise<Endpoint> {
    // A server without endpoints does without what they run by.
    const [{ startEndpoint }, { warmUp }] = await Promise.all([import('./start-endpoint.ts'), import('./warm-up.ts')]);
    const endpoint = await startEndpoint(name, snapshot, { ...this.#options, signal, beside });
    for (const variant of endpoint.variants) await warmUp(name, variant, { ...this.#options, signal });
    return endpoint;
  }

  #put(endpoint: Endpoint, serving = endpoint.snapshot): void {
    this.#options.metrics.watch(endpoint);
    const former = this.#live.put(endpoint, serving);
    former?.handOver(endpoint);
    this.#retire(former);
  }

  #retire(endpoint: Endpoint | undefined): void {
    if (endpoint === undefined) return;
    const leaving = endpoint
      .close()
      .catch((error: unknown) =>
        this.#options.log.error({ err: error, endpoint: endpoint.name }, 'endpoint not closed'),
      )
      .finally(() => {
        this.#options.metrics.unwatch(endpoint);
        this.#leaving.delete(leaving);
      });
    this.#leaving.add(leaving);
  }
}
