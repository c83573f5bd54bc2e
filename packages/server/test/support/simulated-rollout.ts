import type { Action } from '../../src/serving/endpoint/plan/action.ts';
import type { Observation } from '../../src/serving/endpoint/plan/observation.ts';
import { reconcile } from '../../src/serving/endpoint/plan/reconcile.ts';
import { stepOf } from '../../src/serving/endpoint/plan/step-of.ts';
import type { PolicyName } from '../../src/serving/records/deployment.ts';
import type { DeploymentConfig } from '../../src/serving/records/deployment-config.ts';
import type { EndpointRecord } from '../../src/serving/records/endpoint-record.ts';
import type { EndpointSnapshot } from '../../src/serving/records/endpoint-snapshot.ts';

export const snapshotOf = (image: string, instanceCount = 10): EndpointSnapshot => ({
  configName: image,
  variants: [
    {
      name: 'v',
      modelName: image,
      mode: 'Serial',
      containers: [{ hostname: 'primary', image, environment: {} }],
      weight: 1,
      instanceCount,
      startupTimeoutInSeconds: 60,
    },
  ],
});

export const countOf = (snapshot: EndpointSnapshot | undefined) => snapshot?.variants[0]?.instanceCount ?? 0;

/** One server without anything but what the plan says: chains are names, and start at once. */
interface Server {
  serving?: EndpointSnapshot | undefined;
  next?: EndpointSnapshot | undefined;
  traffic: number;
  failed?: Observation['failed'];
  failedDeployment?: Observation['failedDeployment'];
  /** When it was started, seconds. */
  startedAt?: number;
}

export interface SimulatedOptions {
  readonly policy: PolicyName;
  readonly config: DeploymentConfig;
  readonly servers?: number;
  /** Why chains of the new configuration do not start, or get no more instances. */
  readonly refuse?: (action: Action, time: number) => string | undefined;
  /** Seconds from which on an alarm is raised. */
  readonly alarmFrom?: number;
  /** Whether a server ends before the action of that number, of all that were carried out so far; the next second it is started again. */
  readonly isKilled?: (action: number) => boolean;
  /** After how many seconds it must have come to an end: an hour, unless it says otherwise. */
  readonly mostSeconds?: number;
  /** Seconds from one look of all servers to the next. */
  readonly lookEvery?: number;
}

/** A rollout from `blue` to `green`, 10 instances each, by a virtual clock in seconds. */
export class SimulatedRollout {
  readonly #options: SimulatedOptions;
  servers: Server[];
  record: EndpointRecord;
  time = 0;
  /** What was written: `<seconds>: <what>`. */
  readonly written: string[] = [];
  /** Percentages of requests that the new one got, and should have got, when a server answered its first one after a start. */
  readonly firstShares: [got: number, stored: number][] = [];
  /** All that servers did. */
  readonly done: string[] = [];

  constructor(options: SimulatedOptions) {
    this.#options = options;
    this.servers = Array.from({ length: options.servers ?? 1 }, () => ({ serving: snapshotOf('blue'), traffic: 0 }));
    const { policy, config } = options;
    this.record = {
      name: 'us-east-1/e',
      arn: 'arn',
      createdAt: 0,
      modifiedAt: 0,
      configName: 'blue',
      activeText: null,
      status: 'Updating',
      active: snapshotOf('blue'),
      deployment: { policy, target: snapshotOf('green'), rollout: { config, startedAt: 0, step: 0, since: 0 } },
    };
  }

  /** A server ends, and starts again without anything. */
  kill(at: number): void {
    this.servers[at] = { traffic: 0 };
  }

  /** No server runs until the turn so many seconds from now; in a callback of `run`, which counts on by one look. */
  stopAll(seconds: number): void {
    this.servers = this.servers.map(() => ({ traffic: 0, startedAt: this.time + seconds }));
    this.time += seconds - this.#lookEvery;
  }

  get #lookEvery(): number {
    return this.#options.lookEvery ?? 1;
  }

  /** Lets every server act until it waits. False if nothing is under way any more. */
  turn(): boolean {
    let before: EndpointRecord;
    // What one of them writes the others bring about before the next second.
    do {
      before = this.record;
      for (const server of this.servers) this.#act(server);
    } while (this.record !== before);
    return this.record.status === 'Updating';
  }

  /** A look after the other until the end. Throws if there is none within `mostSeconds`. */
  run(eachLook: () => void = () => undefined): this {
    while (this.turn()) {
      eachLook();
      this.time += this.#lookEvery;
      if (this.time > (this.#options.mostSeconds ?? 3600)) throw new Error(`no end: ${this.written.join('; ')}`);
    }
    // Those that ended are started again, and follow what was written.
    for (let again = 0; again < 20; again++) for (const server of this.servers) this.#act(server);
    return this;
  }

  /** The share of requests that a server answers by each version. */
  answers(server: Server): Record<string, number> {
    const blue = server.serving?.configName ?? 'none';
    return server.traffic === 0 ? { [blue]: 100 } : { [blue]: 100 - server.traffic, green: server.traffic };
  }

  /** The share of requests of the new one by the step that is stored. */
  stored(): { readonly traffic: number } {
    const traffic = this.record.configName === 'green' ? 0 : (stepOf(this.record)?.traffic ?? 0);
    return { traffic };
  }

  #act(server: Server): void {
    for (let turn = 0; turn < 50; turn++) {
      const { alarmFrom = Number.POSITIVE_INFINITY } = this.#options;
      const isAlarmed = this.time >= alarmFrom && (stepOf(this.record)?.traffic ?? 0) > 0;
      const observed = {
        ...server,
        isHolder: true,
        isShared: this.servers.length > 1,
        ...(isAlarmed && { alarm: 'ALARM' }),
      };
      const { startedAt = 0 } = server;
      const moment = { uptime: this.time * 1000, date: this.time * 1000, startedAt: startedAt * 1000 };
      const actions = reconcile(this.record, observed as Observation, moment);
      if (actions.length === 0 || actions[0]?.type === 'wait') return;
      const before = this.record;
      for (const action of actions) {
        if (action.type === 'wait' || this.record !== before) break;
        if (this.#options.isKilled?.(this.done.length) === true) {
          this.done.push('killed');
          this.servers = this.servers.map((each) => (each === server ? { traffic: 0, startedAt: this.time } : each));
          return;
        }
        this.done.push(action.type);
        this.#run(server, action);
      }
    }
    throw new Error(`it does not come to an end: ${this.done.slice(-10).join()}`);
  }

  #run(server: Server, action: Action): void {
    const reason = this.#options.refuse?.(action, this.time);
    const failure = reason === undefined ? undefined : { modifiedAt: this.record.modifiedAt, reason };
    const followed = failure && { ...failure, retryAt: (this.time + 10) * 1000 };
    switch (action.type) {
      case 'start':
      case 'scale-next':
        server.failedDeployment = failure;
        if (failure === undefined) server.next = action.target;
        return;
      case 'serve':
      case 'resize': {
        server.failed = followed;
        if (failure !== undefined) return;
        const isFirst = server.serving === undefined;
        server.serving = action.active;
        if (action.type !== 'serve' || server.next === undefined) return;
        server.traffic = action.traffic ?? 0;
        if (isFirst) this.firstShares.push([server.traffic, this.stored().traffic]);
        return;
      }
      case 'split':
        server.traffic = action.traffic;
        return;
      case 'drop':
        server.next = undefined;
        server.traffic = 0;
        return;
      case 'promote':
        server.serving = server.next;
        server.next = undefined;
        server.traffic = 0;
        return this.#settle('InService', { active: action.target, configName: action.target.configName });
      case 'give-up':
        return this.#settle(action.outcome.status, { failureReason: action.outcome.failureReason ?? '' });
      case 'halt':
        return this.#write('UpdateRollbackFailed', { status: 'UpdateRollbackFailed', failureReason: action.reason });
      case 'advance':
        return this.#advance(action);
      default:
        throw new Error(`not expected: ${action.type}`);
    }
  }

  #advance({ step, rollback }: Extract<Action, { type: 'advance' }>): void {
    const { deployment } = this.record;
    if (deployment?.rollout === undefined) throw new Error('no rollout');
    const rollout = { ...deployment.rollout, step, since: this.time * 1000, ...(rollback && { rollback }) };
    const record = { ...this.record, deployment: { ...deployment, rollout } };
    const reached = stepOf(record);
    this.#write(`${reached?.status} ${reached?.traffic} (${reached?.target}/${reached?.active})`, record);
  }

  #settle(status: EndpointRecord['status'], rest: Partial<EndpointRecord>): void {
    const { deployment: _over, ...record } = this.record;
    this.#write(status, { ...record, ...rest, status }, true);
  }

  #write(what: string, rest: Partial<EndpointRecord>, isOver = false): void {
    this.written.push(`${this.time}: ${what}`);
    const { deployment, ...record } = this.record;
    const kept = isOver || deployment === undefined ? record : { ...record, deployment };
    this.record = { ...kept, ...rest, modifiedAt: this.record.modifiedAt + 1 };
  }
}
