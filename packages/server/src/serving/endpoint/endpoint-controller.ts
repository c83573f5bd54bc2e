import { qualify } from '../../contract/qualified-name.ts';
import type { Logger } from '../../platform/observe/logger.ts';
import { type Lease, LeaseLostError } from '../../platform/store/lease.ts';
import type { Leases } from '../../platform/store/leases.ts';
import type { StartCounts } from '../../platform/store/start-counts.ts';
import type { Store } from '../../platform/store/store.ts';
import type { ContainerLogs } from '../container-logs.ts';
import type { LaunchStage } from '../container/launch-stages.ts';
import type { ChainOptions } from '../invocation/chain.ts';
import type { EndpointOutcome, EndpointRecord, EndpointState } from '../records/endpoint-record.ts';
import { endpointRecords } from '../records/endpoint-record.ts';
import type { EndpointSnapshot } from '../records/endpoint-snapshot.ts';
import type { Endpoint } from './endpoint.ts';
import { LiveEndpoints } from './live-endpoints.ts';
import { LoadingWait } from './loading-wait.ts';
import { EndpointStarts } from './endpoint-starts.ts';
import { describeStartFailure } from './start-endpoint.ts';

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
  readonly #work = new Map<string, Promise<void>>();
  /** Endpoints that are coming up for the first time in this process: invocations wait for them. */
  readonly #coming = new Map<string, Promise<void>>();
  /** Rows as they were when they were last looked at. */
  readonly #seen = new Map<string, string>();
  readonly #loadingWait = new LoadingWait();
  readonly #starts: EndpointStarts;
  readonly #stop = new AbortController();
  /** Endpoints that get no more requests, until their containers have ended. */
  readonly #leaving = new Set<Promise<void>>();
  #watch: NodeJS.Timeout | undefined;
  #isBlind = false;

  constructor(options: EndpointControllerOptions) {
    this.#options = options;
    this.#starts = new EndpointStarts({ ...options, signal: this.#stop.signal });
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
    const coming = this.#coming.get(name);
    if (coming !== undefined) return this.#loadingWait.until(coming, name).then(() => this.#live.find(name));
    return this.#options.isShared ? this.#findElsewhere(name) : undefined;
  }

  async #findElsewhere(name: string): Promise<Endpoint | undefined> {
    const row = await endpointRecords.find(this.#options.store, name);
    if (row?.active === undefined || row.status === 'Deleting') return undefined;
    await this.#loadingWait.until(this.#coming.get(name) ?? this.#follow(name), name);
    return this.#live.find(name);
  }

  /** Takes up every endpoint of the store after a start. Returns at once; the work continues in the background. */
  async resume(): Promise<void> {
    await this.#look();
    if (!this.#options.isShared) return;
    this.#watch = setInterval(() => void this.#lookAgain(), watchMs);
    this.#watch.unref();
  }

  /** Endpoints that are being loaded after the start. */
  get loadingCount(): number {
    return this.#coming.size;
  }

  /** Resolves when what is being loaded now is in service again, or has failed. */
  async whenLoaded(): Promise<void> {
    await Promise.allSettled(this.#coming.values());
  }

  /** A store that is out of reach changes nothing in what is served; it is said once. */
  async #lookAgain(): Promise<void> {
    try {
      await this.#look();
      this.#isBlind = false;
    } catch (error) {
      if (!this.#isBlind)
        this.#options.log.warn({ err: error }, 'the store does not answer: endpoints stay as they are');
      this.#isBlind = true;
    }
  }

  /** Compares what is live with the store, and does what is missing. */
  async #look(): Promise<void> {
    const states = await endpointRecords.states(this.#options.store);
    if (this.#stop.signal.aborted) return;
    const names = new Set(states.map(({ name }) => name));
    for (const name of [...this.#live.names(), ...this.#starts.names()]) if (!names.has(name)) this.#end(name);
    for (const state of states) this.#lookAt(state);
  }

  #lookAt({ name, status, modifiedAt }: EndpointState): void {
    const now = `${status} ${modifiedAt}`;
    const isBusy = status === 'Creating' || status === 'Updating' || status === 'Deleting';
    if (status === 'Deleting') this.#starts.giveUp(name);
    if (this.#work.has(name) || (this.#seen.get(name) === now && !isBusy)) return;
    this.#seen.set(name, now);
    if (status === 'Deleting') this.delete(name);
    else if (status !== 'Failed') this.#enqueue(name, () => this.#follow(name).then(() => this.#rollOut(name)));
  }

  /** Begins to roll out the pending snapshot of an endpoint (Creating or Updating) in the background. */
  begin(name: string): void {
    this.#enqueue(name, () => this.#rollOut(name));
  }

  /** Another server has forgotten it. */
  #end(name: string): void {
    this.#starts.giveUp(name);
    if (!this.#work.has(name)) this.delete(name);
  }

  /** Ends an endpoint whose row says Deleting, and forgets it. A start under way is cancelled. */
  delete(name: string): void {
    this.#starts.giveUp(name);
    this.#enqueue(name, async () => {
      this.#seen.delete(name);
      await endpointRecords.remove(this.#options.store, name);
      this.#leave(name, this.#live.close(name));
    });
  }

  /** Serves what the store says is active, if something else or nothing is served here. */
  #follow(name: string): Promise<void> {
    const following = this.#startActive(name).finally(() => this.#coming.delete(name));
    if (this.#live.find(name) === undefined) this.#coming.set(name, following);
    return following;
  }

  async #startActive(name: string): Promise<void> {
    const row = await endpointRecords.find(this.#options.store, name);
    // One that was deleted and made again meanwhile is another.
    if (row !== undefined && row.active === undefined) this.#leave(name, this.#live.close(name));
    if (row?.active === undefined || row.status === 'Deleting') return;
    if (this.#live.takeOver(name, row.active)) return;
    let endpoint: Endpoint;
    try {
      endpoint = await this.#starts.run(name, row.active, 'known');
    } catch (error) {
      await this.#onActiveFailed(row, error, row.active);
      return;
    }
    this.#leave(name, this.#live.put(endpoint, row.active)?.close());
  }

  /** What this server had in service before does not start: it has failed, unless another server may be serving it. */
  async #onActiveFailed(row: EndpointRecord, error: unknown, snapshot: EndpointSnapshot): Promise<void> {
    if (this.#stop.signal.aborted) return;
    const { isShared, log, leases } = this.#options;
    if (isShared) {
      const reason = describeStartFailure(error, snapshot.variants);
      log.warn({ endpoint: row.name, reason }, 'endpoint does not start on this server');
      setTimeout(() => this.#seen.delete(row.name), againMs).unref();
      return;
    }
    const lease = await leases.take(`endpoint/${row.name}`);
    if (lease === undefined) return;
    try {
      await this.#fail(row, error, { snapshot, lease });
    } finally {
      await lease.release();
    }
  }

  /** Carries out the pending change of an endpoint, if this server gets its lease and no other server did it before. */
  async #rollOut(name: string): Promise<void> {
    const lease = await this.#options.leases.take(`endpoint/${name}`);
    if (lease === undefined) return;
    let former: Endpoint | undefined;
    try {
      former = await this.#rollOutLeased(name, lease);
    } catch (error) {
      if (!(error instanceof LeaseLostError)) throw error;
      this.#options.log.warn({ endpoint: name, reason: error.message }, 'endpoint left to another server');
    } finally {
      await lease.release();
    }
    this.#leave(name, former?.close());
  }

  /** Returns the endpoint that was replaced. */
  async #rollOutLeased(name: string, lease: Lease): Promise<Endpoint | undefined> {
    const row = await endpointRecords.find(this.#options.store, name);
    if (row?.pending === undefined || row.status === 'Deleting') return undefined;
    const snapshot = row.pending;
    let fresh: Endpoint;
    try {
      fresh = await this.#starts.run(name, snapshot);
    } catch (error) {
      if (!this.#stop.signal.aborted) await this.#rollBack(row, error, { snapshot, lease });
      return undefined;
    }
    if (this.#stop.signal.aborted) return fresh;
    let isWritten = false;
    try {
      isWritten = await this.#settle(row, { status: 'InService', failureReason: null, active: snapshot }, lease);
    } finally {
      if (!isWritten) await fresh.close();
    }
    if (!isWritten) return undefined;
    this.#options.log.info({ endpoint: name }, 'endpoint in service');
    return this.#live.put(fresh, snapshot);
  }

  /** A chain that does not start leaves the one before in service; without one before, the endpoint has failed. */
  async #rollBack(row: EndpointRecord, error: unknown, { snapshot, lease }: Change): Promise<void> {
    if (row.active === undefined) return this.#fail(row, error, { snapshot, lease });
    const reason = describeStartFailure(error, snapshot.variants);
    this.#options.log.warn({ endpoint: row.name, reason }, 'update failed; the former configuration stays in service');
    await this.#settle(row, { status: 'InService', failureReason: reason }, lease);
  }

  async #fail(row: EndpointRecord, error: unknown, { snapshot, lease }: Change): Promise<void> {
    const reason = describeStartFailure(error, snapshot.variants);
    this.#options.log.warn({ endpoint: row.name, reason }, 'endpoint failed');
    await this.#settle(row, { status: 'Failed', failureReason: reason }, lease);
  }

  #settle(record: EndpointRecord, outcome: EndpointOutcome, lease: Lease): Promise<boolean> {
    const { store, now } = this.#options;
    return endpointRecords.settle(store, record, { outcome, lease, now: now() });
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

  /** Work for one endpoint is done in order; work for different ones at once. */
  #enqueue(name: string, work: () => Promise<void>): void {
    const before = this.#work.get(name) ?? Promise.resolve();
    const queued = before
      .then(work)
      .catch((error: unknown) => this.#options.log.error({ err: error, endpoint: name }, 'endpoint work failed'))
      .finally(() => {
        if (this.#work.get(name) === queued) this.#work.delete(name);
      });
    this.#work.set(name, queued);
  }

  /** Stops every container; the store keeps saying what should run. */
  async close(): Promise<void> {
    clearInterval(this.#watch);
    this.#stop.abort();
    await Promise.allSettled(this.#work.values());
    await Promise.allSettled([...this.#live.names().map((name) => this.#live.close(name)), ...this.#leaving]);
  }
}

/** A change that is being carried out. */
interface Change {
  readonly snapshot: EndpointSnapshot;
  readonly lease: Lease;
}
