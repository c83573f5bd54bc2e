import { present } from '@catenary/scoring/internal/values';
import { failureReason } from '../../contract/failure-reason.ts';
import { faultPoint } from '../../platform/observe/fault-point.ts';
import type { Logger } from '../../platform/observe/logger.ts';
import type { Lease } from '../../platform/store/lease.ts';
import type { EndpointOutcome, EndpointRecord, EndpointState } from '../records/endpoint-record.ts';
import type { EndpointSnapshot } from '../records/endpoint-snapshot.ts';
import type { EndpointStore } from '../records/endpoint-store.ts';
import type { Action } from './plan/action.ts';
import { endOf } from './plan/end-of.ts';
import type { Failure, Observation } from './plan/observation.ts';
import { alarmNames } from './rollout-alarms.ts';
import { isBuiltInAlarm, type TrafficSplit } from './traffic/split-monitor.ts';

/** What actions do to the chains that run; what fails resolves with its reason. */
export interface ActionFleet {
  observe(name: string): Pick<Observation, 'serving' | 'next' | 'traffic' | 'alarm'>;
  serve(name: string, active: EndpointSnapshot, split?: TrafficSplit): Promise<string | undefined>;
  start(name: string, target: EndpointSnapshot): Promise<string | undefined>;
  resize(name: string, target: EndpointSnapshot): Promise<string | undefined>;
  scaleNext(name: string, target: EndpointSnapshot): Promise<string | undefined>;
  split(name: string, split: TrafficSplit): void;
  giveUp(name: string): void;
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

type Advance = Extract<Action, { type: 'advance' }>;

/** What an endpoint that others serve but that does not start here waits for the next try, milliseconds. */
const againMs = 10_000;

/** What is known of an endpoint besides its row and what runs. */
type Memory = Pick<Observation, 'state' | 'failed' | 'failedDeployment'>;

/** Carries out what the plan says for an endpoint, and remembers what came of it. */
export class EndpointActions {
  readonly #options: EndpointActionsOptions;
  readonly #memory = new Map<string, Memory>();
  readonly #rollouts = new Set<string>();

  constructor(options: EndpointActionsOptions) {
    this.#options = options;
  }

  /** What the plan is to know; `lease` is the endpoint's, if this server holds it. */
  observe(name: string, lease?: Lease): Observation {
    const { fleet, isShared } = this.#options;
    return { ...this.#memory.get(name), ...fleet.observe(name), isHolder: lease !== undefined, isShared };
  }

  /** Whether it was being rolled out in steps when something was last done for it. */
  isRollingOut(name: string): boolean {
    return this.#rollouts.has(name);
  }

  /** The row that the server is about to act on. */
  noteState({ name, status, modifiedAt }: EndpointState): void {
    this.#note(name, { state: { status, modifiedAt } });
  }

  /** What could not be served is tried again at once. */
  forgive(name: string): void {
    this.#note(name, { failed: undefined });
  }

  async run(action: Exclude<Action, { type: 'lead' | 'wait' }>, situation: Situation): Promise<void> {
    const { fleet } = this.#options;
    const { name } = situation;
    if (situation.record?.deployment?.rollout === undefined) this.#rollouts.delete(name);
    else this.#rollouts.add(name);
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
        return this.#onFollowed(situation, await fleet.serve(name, action.active, splitOf(situation, action.traffic)));
      case 'resize':
        return this.#onFollowed(situation, await fleet.resize(name, action.active));
      case 'start':
        return this.#onDeployed(situation, await this.#start(situation, action.target));
      case 'scale-next':
        return this.#onDeployed(situation, await fleet.scaleNext(name, action.target));
      case 'split':
        return fleet.split(name, splitOf(situation, action.traffic));
      case 'advance':
        return this.#advance(situation, action);
      case 'halt':
        return this.#halt(situation, action.reason);
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

  /** A start is given up when the rollout has to be over. */
  async #start({ name, record }: Situation, target: EndpointSnapshot): Promise<string | undefined> {
    const { fleet, now } = this.#options;
    const rollout = record?.deployment?.rollout;
    const endsAt = rollout === undefined ? undefined : endOf(rollout);
    const timer = endsAt === undefined ? undefined : setTimeout(() => fleet.giveUp(name), endsAt - now());
    try {
      return await fleet.start(name, target);
    } finally {
      clearTimeout(timer);
    }
  }

  async #advance({ name, record, lease }: Situation, { step, rollback }: Advance): Promise<void> {
    const { endpoints, log, now } = this.#options;
    const rollout = record?.deployment?.rollout;
    if (record === undefined || rollout === undefined || lease === undefined) return;
    const progress = { ...rollout, step, since: now(), ...present({ rollback: rollback ?? rollout.rollback }) };
    faultPoint('before-step');
    await endpoints.advance(record, { rollout: progress, lease, now: now() });
    faultPoint('after-step');
    if (step === rollout.step && rollback === undefined)
      log.info({ endpoint: name, step }, 'a wait of an update ended while no server ran: it begins again');
    else if (rollback === undefined)
      log.info({ endpoint: name, step }, 'endpoint goes on to the next step of its update');
    else log.warn({ endpoint: name, reason: rollback.reason }, 'endpoint goes back to what it was before its update');
  }

  async #halt({ name, record, lease }: Situation, reason: string): Promise<void> {
    const { endpoints, log, now } = this.#options;
    const rollout = record?.deployment?.rollout;
    if (record === undefined || rollout === undefined || lease === undefined) return;
    log.error({ endpoint: name, reason }, 'update and rollback failed; both configurations stay in service');
    await endpoints.advance(record, { rollout, halted: failureReason(reason), lease, now: now() });
  }

  async #promote(situation: Situation, target: EndpointSnapshot): Promise<void> {
    const { fleet, log } = this.#options;
    const { name } = situation;
    faultPoint('before-step');
    const isWritten = await this.#settle(situation, { status: 'InService', failureReason: null, active: target });
    if (!isWritten) return;
    faultPoint('after-step');
    fleet.promote(name);
    log.info({ endpoint: name }, 'endpoint in service');
  }

  async #giveUp(situation: Situation, outcome: EndpointOutcome): Promise<void> {
    const { status, failureReason: reason } = outcome;
    const event = status === 'Failed' ? 'endpoint failed' : 'update failed; the former configuration stays in service';
    this.#options.log.warn({ endpoint: situation.name, reason }, event);
    faultPoint('before-step');
    await this.#settle(situation, outcome);
    faultPoint('after-step');
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

const splitOf = ({ record }: Situation, traffic = 0): TrafficSplit => {
  return { traffic, alarms: alarmNames(record).filter(isBuiltInAlarm) };
};

function failureOf(record: EndpointRecord | undefined, reason: string | undefined): Failure | undefined {
  return record === undefined || reason === undefined ? undefined : { modifiedAt: record.modifiedAt, reason };
}
