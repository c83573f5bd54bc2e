import { present } from '@catenary/scoring/internal/values';
import type { Logger } from '../../platform/observe/logger.ts';
import type { Lease } from '../../platform/store/lease.ts';
import type { EndpointOutcome, EndpointRecord, EndpointState } from '../records/endpoint-record.ts';
import type { EndpointSnapshot } from '../records/endpoint-snapshot.ts';
import type { EndpointStore } from '../records/endpoint-store.ts';
import type { Action } from './plan/action.ts';
import type { Failure, Observation } from './plan/observation.ts';

/** What actions do to the chains that run; what fails resolves with its reason. */
export interface ActionFleet {
  observe(name: string): Pick<Observation, 'serving' | 'next'>;
  serve(name: string, active: EndpointSnapshot): Promise<string | undefined>;
  start(name: string, target: EndpointSnapshot): Promise<string | undefined>;
  resize(name: string, target: EndpointSnapshot): Promise<string | undefined>;
  weigh(name: string, active: EndpointSnapshot): void;
  promote(name: string): void;
  drop(name: string): void;
  close(name: string): void;
}

export interface EndpointActionsOptions {
  readonly endpoints: EndpointStore;
  readonly fleet: ActionFleet;
  readonly isShared: boolean;
  readonly log: Logger;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** The endpoint that something is done for. */
export interface Situation {
  readonly name: string;
  readonly record: EndpointRecord | undefined;
  readonly lease: Lease | undefined;
}

/** What an endpoint that others serve but that does not start here waits for the next try, milliseconds. */
const againMs = 10_000;

/** What is known of an endpoint besides its row and what runs. */
type Memory = Pick<Observation, 'state' | 'failed' | 'failedDeployment'>;

/** Carries out what the plan says for an endpoint, and remembers what came of it. */
export class EndpointActions {
  readonly #options: EndpointActionsOptions;
  readonly #memory = new Map<string, Memory>();

  constructor(options: EndpointActionsOptions) {
    this.#options = options;
  }

  /** What the plan is to know; `lease` is the endpoint's, if this server holds it. */
  observe(name: string, lease?: Lease): Observation {
    const { fleet, isShared } = this.#options;
    return { ...this.#memory.get(name), ...fleet.observe(name), isHolder: lease !== undefined, isShared };
  }

  /** The row that the server is about to act on. */
  noteState({ name, status, modifiedAt }: EndpointState): void {
    this.#note(name, { state: { status, modifiedAt } });
  }

  /** What could not be served is tried again at once. */
  forgive(name: string): void {
    this.#note(name, { failed: undefined });
  }

  async run(action: Exclude<Action, { type: 'lead' }>, situation: Situation): Promise<void> {
    const { fleet } = this.#options;
    const { name } = situation;
    switch (action.type) {
      case 'close':
        if (situation.record === undefined) this.#memory.delete(name);
        return fleet.close(name);
      case 'forget':
        return this.forget(name);
      case 'drop':
        return fleet.drop(name);
      case 'weigh':
        return fleet.weigh(name, action.active);
      case 'serve':
        return this.#onFollowed(situation, await fleet.serve(name, action.active));
      case 'resize':
        return this.#onFollowed(situation, await fleet.resize(name, action.active));
      case 'start':
        return this.#onDeployed(situation, await fleet.start(name, action.target));
      case 'scale':
        return this.#onDeployed(situation, await fleet.resize(name, action.target));
      case 'promote':
        return this.#promote(situation, action.target);
      case 'give-up':
        return this.#giveUp(situation, action.outcome);
    }
  }

  /** Ends everything of an endpoint that is being deleted, and its row. */
  async forget(name: string): Promise<void> {
    this.#memory.delete(name);
    await this.#options.endpoints.remove(name);
    this.#options.fleet.close(name);
    this.#options.log.info({ endpoint: name }, 'endpoint deleted');
  }

  #onFollowed({ name, record }: Situation, reason: string | undefined): void {
    const failure = failureOf(record, reason);
    if (failure !== undefined && this.#options.isShared)
      this.#options.log.warn({ endpoint: name, reason }, 'endpoint does not start on this server');
    this.#note(name, { failed: failure && { ...failure, retryAt: performance.now() + againMs } });
  }

  #onDeployed({ name, record }: Situation, reason: string | undefined): void {
    this.#note(name, { failedDeployment: failureOf(record, reason) });
  }

  async #promote(situation: Situation, target: EndpointSnapshot): Promise<void> {
    const { fleet, log } = this.#options;
    const { name } = situation;
    const isWritten = await this.#settle(situation, { status: 'InService', failureReason: null, active: target });
    if (!isWritten) return;
    fleet.promote(name);
    log.info({ endpoint: name }, 'endpoint in service');
  }

  async #giveUp(situation: Situation, outcome: EndpointOutcome): Promise<void> {
    const { status, failureReason: reason } = outcome;
    const event = status === 'Failed' ? 'endpoint failed' : 'update failed; the former configuration stays in service';
    this.#options.log.warn({ endpoint: situation.name, reason }, event);
    await this.#settle(situation, outcome);
  }

  /** False if the row does not allow that any more: the plan is asked anew. */
  async #settle({ record, lease }: Situation, outcome: EndpointOutcome): Promise<boolean> {
    if (record === undefined || lease === undefined) return false;
    return this.#options.endpoints.settle(record, { outcome, lease, now: this.#options.now() });
  }

  #note(name: string, news: { readonly [Key in keyof Memory]: Memory[Key] | undefined }): void {
    this.#memory.set(name, present({ ...this.#memory.get(name), ...news }));
  }
}

function failureOf(record: EndpointRecord | undefined, reason: string | undefined): Failure | undefined {
  return record === undefined || reason === undefined ? undefined : { modifiedAt: record.modifiedAt, reason };
}
