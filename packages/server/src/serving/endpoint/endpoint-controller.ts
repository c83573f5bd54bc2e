import { present } from '@catenary/scoring/internal/values';
import { qualify } from '../../contract/qualified-name.ts';
import type { Logger } from '../../platform/observe/logger.ts';
import type { Leases } from '../../platform/store/leases.ts';
import type { StartCounts } from '../../platform/store/start-counts.ts';
import type { Store } from '../../platform/store/store.ts';
import type { ContainerLogs } from '../container-logs.ts';
import type { LaunchStage } from '../container/launch-stages.ts';
import type { ChainOptions } from '../invocation/chain.ts';
import { type EndpointRecord, endpointRecords, type EndpointState } from '../records/endpoint-record.ts';
import type { EndpointSnapshot } from '../records/endpoint-snapshot.ts';
import type { Endpoint } from './traffic/endpoint.ts';
import { LiveEndpoints } from './fleet/live-endpoints.ts';
import { LoadingWait } from './traffic/loading-wait.ts';
import { EndpointStarts } from './fleet/endpoint-starts.ts';
import { OrderedWork } from '../../util/ordered-work.ts';
import { isDue } from './plan/is-due.ts';
import type { Observation } from './plan/observation.ts';
import { planFailure } from './plan/plan-failure.ts';
import { type Action, reconcile } from './plan/reconcile.ts';
import { Rollouts } from './rollouts.ts';
import { describeStartFailure } from './fleet/start-endpoint.ts';

export interface EndpointControllerOptions {
  readonly store: Store;
  readonly leases: Leases;
  readonly starts: StartCounts;
  /** Whether other servers may change the endpoints of the store. */
  readonly isShared: boolean;
  readonly launch: LaunchStage;
  readonly chain: ChainOptions;
  readonly log: Logger;
  readonly logs: ContainerLogs;
  /** In [0, 1): chooses among the variants of an endpoint. */
  readonly random: () => number;
  readonly now: () => number;
}

/** How often changes that other servers made are looked for. */
const watchMs = 500;
/** An endpoint that others serve but that does not start here is tried again after so long. */
const againMs = 10_000;

/**
 * Keeps live endpoints in step with the store: starts what was created, swaps what was updated once the new chain is
 * healthy, and takes everything up again after a restart. The store is written first, so a killed process loses
 * nothing.
 *
 * Every server of a store serves all endpoints. One of them, the holder of the endpoint's lease, carries out a change
 * and writes how it ended; the others see it and follow.
 */
export class EndpointController {
  readonly #options: EndpointControllerOptions;
  readonly #live = new LiveEndpoints();
  /** What is being done for each endpoint: one thing after the other. */
  readonly #work: OrderedWork;
  /** Endpoints that are coming up for the first time in this process: invocations wait for them. */
  readonly #starting = new Map<string, Promise<unknown>>();
  /** What is known of endpoints besides the store and what is live. */
  readonly #observed = new Map<string, Omit<Observation, 'serving'>>();
  readonly #loadingWait = new LoadingWait();
  readonly #starts: EndpointStarts;
  readonly #rollouts: Rollouts;
  readonly #stop = new AbortController();
  /** Endpoints that get no more requests, until their containers have ended. */
  readonly #leaving = new Set<Promise<void>>();
  #watch: NodeJS.Timeout | undefined;
  #isStoreDown = false;

  constructor(options: EndpointControllerOptions) {
    this.#options = options;
    const { signal } = this.#stop;
    this.#starts = new EndpointStarts({ ...options, signal });
    this.#rollouts = new Rollouts({ ...options, starts: this.#starts, live: this.#live, signal });
    this.#work = new OrderedWork((name, error) =>
      options.log.error({ err: error, endpoint: name }, 'endpoint work failed'),
    );
  }

  /** The same as `find` by region and name, for the hot path. */
  findIn(region: string, name: string): Endpoint | undefined | Promise<Endpoint | undefined> {
    return this.#live.findIn(region, name) ?? this.find(qualify({ region }, name));
  }

  /**
   * The live endpoint of that exact name; waits for one that is being loaded after a restart, or that another server
   * made. Rejects with ServiceUnavailable if that takes too long.
   */
  find(name: string): Endpoint | undefined | Promise<Endpoint | undefined> {
    const live = this.#live.find(name);
    if (live !== undefined) return live;
    const starting = this.#starting.get(name);
    if (starting !== undefined) return this.#loadingWait.until(starting, name).then(() => this.#live.find(name));
    return this.#options.isShared ? this.#findElsewhere(name) : undefined;
  }

  async #findElsewhere(name: string): Promise<Endpoint | undefined> {
    const record = await endpointRecords.find(this.#options.store, name);
    if (record?.active === undefined || record.status === 'Deleting') return undefined;
    await this.#loadingWait.until(this.#starting.get(name) ?? this.#follow(name, { isAsked: true }), name);
    return this.#live.find(name);
  }

  /** Takes up every endpoint of the store after a start. Returns at once; the work continues in the background. */
  async resume(): Promise<void> {
    await this.#reconcileAll();
    if (!this.#options.isShared) return;
    this.#watch = setInterval(() => void this.#poll(), watchMs);
    this.#watch.unref();
  }

  /** Endpoints that are being loaded after the start. */
  get loadingCount(): number {
    return this.#starting.size;
  }

  /** Resolves when what is being loaded now is in service again, or has failed. */
  async whenLoaded(): Promise<void> {
    await Promise.allSettled(this.#starting.values());
  }

  /** A store that is out of reach changes nothing in what is served; it is said once. */
  async #poll(): Promise<void> {
    try {
      await this.#reconcileAll();
      this.#isStoreDown = false;
    } catch (error) {
      if (!this.#isStoreDown)
        this.#options.log.warn({ err: error }, 'the store does not answer: endpoints stay as they are');
      this.#isStoreDown = true;
    }
  }

  /** Compares what is live with the store, and does what is missing. */
  async #reconcileAll(): Promise<void> {
    const states = await endpointRecords.states(this.#options.store);
    if (this.#stop.signal.aborted) return;
    const names = new Set(states.map(({ name }) => name));
    for (const name of [...this.#live.names(), ...this.#starts.names()]) if (!names.has(name)) this.#end(name);
    for (const state of states) this.#reconcile(state);
  }

  #reconcile(state: EndpointState): void {
    const { name, status, modifiedAt } = state;
    if (status === 'Deleting') this.#starts.giveUp(name);
    if (this.#work.has(name) || !isDue(state, this.#observe(name), performance.now())) return;
    this.#observed.set(name, { ...this.#observed.get(name), state: { status, modifiedAt } });
    if (status === 'Deleting') this.delete(name);
    else this.#work.add(name, () => this.#carryOut(name));
  }

  #observe(name: string): Observation {
    const serving = this.#live.serving(name);
    return { ...this.#observed.get(name), ...present({ serving }) };
  }

  async #carryOut(name: string): Promise<void> {
    const actions = await this.#follow(name);
    if (actions.some(({ type }) => type === 'roll-out')) await this.#rollOut(name);
  }

  /** Begins to roll out the pending snapshot of an endpoint (Creating or Updating) in the background. */
  begin(name: string): void {
    this.#work.add(name, () => this.#rollOut(name));
  }

  /** Another server has forgotten it. */
  #end(name: string): void {
    this.#starts.giveUp(name);
    if (!this.#work.has(name)) this.delete(name);
  }

  /** Ends an endpoint whose row says Deleting, and forgets it. A start under way is cancelled. */
  delete(name: string): void {
    this.#starts.giveUp(name);
    this.#work.add(name, () => this.#forget(name));
  }

  async #forget(name: string): Promise<void> {
    this.#observed.delete(name);
    await endpointRecords.remove(this.#options.store, name);
    this.#leave(name, this.#live.close(name));
  }

  /**
   * Serves what the store says is active, if something else or nothing is served here; returns all that there is to do.
   * For a request that asks for it (`isAsked`), a start that failed is tried again at once.
   */
  #follow(name: string, how: Following = {}): Promise<Action[]> {
    const following = this.#serveActive(name, how).finally(() => this.#starting.delete(name));
    if (this.#live.find(name) === undefined) this.#starting.set(name, following);
    return following;
  }

  async #serveActive(name: string, { isAsked = false }: Following): Promise<Action[]> {
    const record = await endpointRecords.find(this.#options.store, name);
    const { failed, ...observed } = this.#observe(name);
    const held = isAsked || failed === undefined ? {} : { failed };
    const actions = reconcile(record, { ...observed, ...held }, performance.now());
    for (const action of actions) {
      if (action.type === 'close') this.#leave(name, this.#live.close(name));
      else if (action.type === 'forget') await this.#forget(name);
      else if (action.type === 'weigh') this.#live.weigh(name, action.active);
      else if (action.type === 'serve' && record !== undefined) await this.#serve(record, action.active);
    }
    return actions;
  }

  async #serve(record: EndpointRecord, active: EndpointSnapshot): Promise<void> {
    let endpoint: Endpoint;
    try {
      endpoint = await this.#starts.run(record.name, active, 'known');
    } catch (error) {
      await this.#onActiveFailed(record, error, active);
      return;
    }
    const { failed, ...observed } = this.#observed.get(record.name) ?? {};
    if (failed !== undefined) this.#observed.set(record.name, observed);
    this.#leave(record.name, this.#live.put(endpoint, active)?.close());
  }

  async #onActiveFailed(record: EndpointRecord, error: unknown, snapshot: EndpointSnapshot): Promise<void> {
    if (this.#stop.signal.aborted) return;
    const { isShared, log } = this.#options;
    const { name, modifiedAt } = record;
    if (planFailure(record, 'active', isShared) !== 'retry') return this.#rollouts.failActive(record, snapshot, error);
    const reason = describeStartFailure(error, snapshot.variants);
    log.warn({ endpoint: name, reason }, 'endpoint does not start on this server');
    const failed = { modifiedAt, retryAt: performance.now() + againMs };
    this.#observed.set(name, { ...this.#observed.get(name), failed });
  }

  async #rollOut(name: string): Promise<void> {
    const former = await this.#rollouts.run(name);
    this.#leave(name, former?.close());
  }

  /**
   * A container may take a minute to finish its requests and to end: the next change of the endpoint does not wait for
   * it.
   */
  #leave(name: string, closed: Promise<void> = Promise.resolve()): void {
    const leaving = closed
      .catch((error: unknown) => this.#options.log.error({ err: error, endpoint: name }, 'endpoint not closed'))
      .finally(() => this.#leaving.delete(leaving));
    this.#leaving.add(leaving);
  }

  /** Stops every container; the store keeps saying what should run. */
  async close(): Promise<void> {
    clearInterval(this.#watch);
    this.#stop.abort();
    await this.#work.settled();
    await Promise.allSettled([...this.#live.names().map((name) => this.#live.close(name)), ...this.#leaving]);
  }
}

interface Following {
  readonly isAsked?: boolean;
}
