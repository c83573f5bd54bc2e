import type { Logger } from '../../platform/observe/logger.ts';
import { type Lease, LeaseLostError } from '../../platform/store/lease.ts';
import type { Leases } from '../../platform/store/leases.ts';
import type { Store } from '../../platform/store/store.ts';
import { type EndpointOutcome, type EndpointRecord, endpointRecords } from '../records/endpoint-record.ts';
import type { EndpointSnapshot } from '../records/endpoint-snapshot.ts';
import type { Endpoint } from './traffic/endpoint.ts';
import type { EndpointStarts } from './fleet/endpoint-starts.ts';
import type { LiveEndpoints } from './fleet/live-endpoints.ts';
import { planFailure, type StartedSnapshot } from './plan/plan-failure.ts';
import { reconcile } from './plan/reconcile.ts';
import { describeStartFailure } from './fleet/start-endpoint.ts';

export interface RolloutOptions {
  readonly store: Store;
  readonly leases: Leases;
  readonly starts: EndpointStarts;
  readonly live: LiveEndpoints;
  /** Whether other servers may serve the endpoints of the store. */
  readonly isShared: boolean;
  readonly log: Logger;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Aborts when the server closes: the store keeps what it says then. */
  readonly signal: AbortSignal;
}

/** What a change of an endpoint starts. */
interface Change {
  readonly snapshot: EndpointSnapshot;
  readonly started: StartedSnapshot;
  readonly lease: Lease;
}

/** What is done for an endpoint as the holder of its lease: changes are carried out, and how they ended is written. */
export class Rollouts {
  readonly #options: RolloutOptions;

  constructor(options: RolloutOptions) {
    this.#options = options;
  }

  /**
   * Carries out the pending change of an endpoint, if this server gets its lease and no other server did it before.
   * Returns the endpoint that gets no more requests now, to be closed.
   */
  run(name: string): Promise<Endpoint | undefined> {
    return this.#asHolder(name, async (lease) => {
      const record = await endpointRecords.find(this.#options.store, name);
      const action = reconcile(record, {}, performance.now()).find((step) => step.type === 'roll-out');
      if (record === undefined || action === undefined) return undefined;
      return this.#start(record, { snapshot: action.pending, started: 'pending', lease });
    });
  }

  /** Writes that what was in service does not start again. */
  async failActive(record: EndpointRecord, snapshot: EndpointSnapshot, error: unknown): Promise<void> {
    await this.#asHolder(record.name, (lease) => this.#fail(record, error, { snapshot, started: 'active', lease }));
  }

  async #asHolder<T>(name: string, work: (lease: Lease) => Promise<T>): Promise<T | undefined> {
    const { leases, log } = this.#options;
    const lease = await leases.take(`endpoint/${name}`);
    if (lease === undefined) return undefined;
    try {
      return await work(lease);
    } catch (error) {
      if (!(error instanceof LeaseLostError)) throw error;
      log.warn({ endpoint: name, reason: error.message }, 'endpoint left to another server');
      return undefined;
    } finally {
      await lease.release();
    }
  }

  async #start(record: EndpointRecord, change: Change): Promise<Endpoint | undefined> {
    const { starts, signal, live, log } = this.#options;
    const { snapshot, lease } = change;
    let fresh: Endpoint;
    try {
      fresh = await starts.run(record.name, snapshot);
    } catch (error) {
      if (!signal.aborted) await this.#fail(record, error, change);
      return undefined;
    }
    if (signal.aborted) return fresh;
    let isWritten = false;
    try {
      isWritten = await this.#settle(record, { status: 'InService', failureReason: null, active: snapshot }, lease);
    } finally {
      if (!isWritten) await fresh.close();
    }
    if (!isWritten) return undefined;
    log.info({ endpoint: record.name }, 'endpoint in service');
    return live.put(fresh, snapshot);
  }

  async #fail(record: EndpointRecord, error: unknown, { snapshot, started, lease }: Change): Promise<void> {
    const { isShared, log } = this.#options;
    const status = planFailure(record, started, isShared);
    if (status === 'retry') return;
    const reason = describeStartFailure(error, snapshot.variants);
    const event = status === 'Failed' ? 'endpoint failed' : 'update failed; the former configuration stays in service';
    log.warn({ endpoint: record.name, reason }, event);
    await this.#settle(record, { status, failureReason: reason }, lease);
  }

  #settle(record: EndpointRecord, outcome: EndpointOutcome, lease: Lease): Promise<boolean> {
    const { store, now } = this.#options;
    return endpointRecords.settle(store, record, { outcome, lease, now: now() });
  }
}
