import { present } from '@catenary/scoring/internal/values';
import type { Logger } from '../../platform/observe/logger.ts';
import { type Lease, LeaseLostError } from '../../platform/store/lease.ts';
import type { EndpointStore } from '../records/endpoint-store.ts';
import { type ActionFleet, EndpointActions } from './endpoint-actions.ts';
import { reconcile } from './plan/reconcile.ts';
import { type AlarmStates, RolloutAlarms } from './rollout-alarms.ts';

export interface ReconcilerOptions {
  readonly endpoints: EndpointStore;
  readonly leases: { take(name: string): Promise<Lease | undefined> };
  /** Whether other servers may change the endpoints of the store. */
  readonly isShared: boolean;
  readonly fleet: ActionFleet;
  readonly log: Logger;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly alarms: AlarmStates;
  /** How long an endpoint is in progress at least, milliseconds. */
  readonly leastBusyMs?: number;
}

/** When an endpoint has to be looked at again: in this many milliseconds, or when another server may have let it go. */
export type NextLook = { readonly afterMs: number } | 'retry';

/** Does what the plan says for an endpoint, as the holder of its lease where something is to be changed. */
export class EndpointReconciler {
  readonly actions: EndpointActions;
  readonly #options: ReconcilerOptions;
  readonly #alarms: RolloutAlarms;
  readonly #startedAt: number;
  #isStopped = false;

  constructor(options: ReconcilerOptions) {
    this.#options = options;
    this.#startedAt = options.now();
    this.actions = new EndpointActions(options);
    this.#alarms = new RolloutAlarms({ ...options, startedAt: this.#startedAt });
  }

  /** What is under way is finished, and nothing is begun any more. */
  stop(): void {
    this.#isStopped = true;
  }

  /**
   * Asks the plan what is to be done for an endpoint, and does it, until there is nothing or it has to wait. `onFollowed` is
   * called when what is in service is loaded, or could not be, and a change is about to begin.
   */
  async run(name: string, onFollowed?: () => void): Promise<NextLook | undefined> {
    const next = await this.#follow(name);
    if (next !== 'lead') return next;
    onFollowed?.();
    return this.#lead(name);
  }

  async #follow(name: string, lease?: Lease): Promise<NextLook | 'lead' | undefined> {
    for (;;) {
      const record = await this.#options.endpoints.find(name);
      const alarm = await this.#alarms.find(record);
      const observed = { ...this.actions.observe(name, lease), ...present({ alarm }) };
      const { now, leastBusyMs } = this.#options;
      const moment = { uptime: performance.now(), date: now(), startedAt: this.#startedAt, leastBusyMs };
      const actions = reconcile(record, observed, moment);
      if (actions.length === 0 || this.#isStopped) return undefined;
      for (const action of actions) {
        if (action.type === 'wait') return { afterMs: action.until - moment.date };
        if (action.type === 'lead') return 'lead';
        await this.actions.run(action, { name, record, lease });
      }
    }
  }

  /** Goes on as the holder of the endpoint's lease, if it can be had. */
  async #lead(name: string): Promise<NextLook | undefined> {
    const { leases, log, fleet } = this.#options;
    const lease = await leases.take(`endpoint/${name}`);
    if (lease === undefined) return 'retry';
    try {
      const next = await this.#follow(name, lease);
      return next === 'lead' ? 'retry' : next;
    } catch (error) {
      if (!(error instanceof LeaseLostError)) throw error;
      log.warn({ endpoint: name, reason: error.message }, 'endpoint left to another server');
      return 'retry';
    } finally {
      // What was started beside for a rollout belongs to its step, and stays whoever holds the lease.
      if (!this.actions.isRollingOut(name)) fleet.drop(name);
      await lease.release();
    }
  }
}
