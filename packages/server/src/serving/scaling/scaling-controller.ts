import { setImmediate as nextTurn } from 'node:timers/promises';
import { present } from '@catenary/scoring/internal/values';
import { qualify } from '../../contract/qualified-name.ts';
import type { Logger } from '../../platform/observe/logger.ts';
import { type Lease, LeaseLostError } from '../../platform/store/lease.ts';
import type { Leases } from '../../platform/store/leases.ts';
import type { Store } from '../../platform/store/store.ts';
import type { DeploymentSurroundings } from '../endpoint/begin-deployment.ts';
import { endpointRecords } from '../records/endpoint-record.ts';
import type { ScalingActivity } from '../records/scaling-activity-record.ts';
import { type ScalingRecord, scalingRecords } from '../records/scaling-record.ts';
import { beginScaling } from './begin-scaling.ts';
import { decide, type LastChange } from './decide.ts';
import { type AlarmsOfRegion, type AlarmValues, alarmsOfRegions, policiesOf } from './policies-of.ts';
import { runScheduledActions } from './run-scheduled-actions.ts';
import { scaledVariant } from './scaled-variant.ts';
import { settleActivity } from './settle-activity.ts';
import { targetBounds } from './target-bounds.ts';
import { wakeTarget } from './wake-target.ts';

export interface ScalingControllerOptions extends DeploymentSurroundings {
  readonly store: Store;
  readonly leases: Pick<Leases, 'take'>;
  readonly alarms: AlarmValues;
  readonly log: Pick<Logger, 'info' | 'warn'>;
}

/**
 * Scales variants as their policies and scheduled actions say. Of the servers of a store only the one that holds the lease does so; it
 * keeps the lease as long as there are scalable targets.
 */
export class ScalingController {
  readonly #options: ScalingControllerOptions;
  #lease: Lease | undefined;
  #work: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(options: ScalingControllerOptions) {
    this.#options = options;
  }

  /** Looks at every scalable target, after a look that is under way. Never rejects. */
  run(): Promise<void> {
    this.#work = this.#work.then(() => this.#run()).catch((error: unknown) => this.#onFault(error));
    return this.#work;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#work;
    await this.#lease?.release();
  }

  async #run(): Promise<void> {
    const { store } = this.#options;
    if (this.#isClosed) return;
    const targets = await scalingRecords.list(store, 'target');
    const lease = targets.length === 0 ? await this.#giveBack() : await this.#take();
    if (lease === undefined) return;
    const alarmsOf = alarmsOfRegions(store);
    for (const target of targets) {
      if (this.#isClosed) return;
      await this.#scale(target, { lease, alarmsOf }).catch((error: unknown) => this.#onFault(error, target));
      await nextTurn(); // requests to endpoints wait for each
    }
  }

  async #take(): Promise<Lease | undefined> {
    if (this.#lease?.signal.aborted === false) return this.#lease;
    this.#lease = await this.#options.leases.take('scaling');
    return this.#lease;
  }

  async #giveBack(): Promise<undefined> {
    await this.#lease?.release();
    this.#lease = undefined;
  }

  async #scale(found: ScalingRecord, { lease, alarmsOf }: Run): Promise<void> {
    const { store, alarms, now } = this.#options;
    const names = scaledVariant(found.resourceId);
    if (names === undefined) return;
    const endpoint = await endpointRecords.find(store, qualify(found, names.endpoint));
    const last = await settleActivity(store, found, endpoint);
    if (last?.status === 'InProgress') return;
    const target = await runScheduledActions(store, found, now());
    const variant = endpoint?.active?.variants.find(({ name }) => name === names.variant);
    if (endpoint?.status !== 'InService' || variant === undefined) return;
    const capacity = variant.instanceCount;
    const decision = decide({
      capacity,
      bounds: targetBounds(target, variant),
      policies: await policiesOf(store, target, { values: alarms, alarmsOf }),
      now: now(),
      ...present({ last: last === undefined ? undefined : changeOf(last) }),
    });
    if (decision === undefined) return;
    const change = { target, endpoint, from: capacity, variant: names.variant };
    await beginScaling(decision, change, { ...this.#options, fence: (transaction) => lease.fence(transaction) });
  }

  /** Gives a variant without instances its first one, since a request waits for it. See `Wake`. */
  wake(endpoint: string, variant: string): Promise<string | undefined> {
    return wakeTarget(endpoint, variant, this.#options);
  }

  #onFault(error: unknown, target?: ScalingRecord): void {
    if (this.#isClosed) return;
    const { log } = this.#options;
    const resource = target?.resourceId;
    if (error instanceof LeaseLostError)
      return log.warn({ resource, reason: error.message }, 'scaling left to another server');
    log.warn({ err: error, resource }, 'a variant could not be scaled: it is tried again within a minute');
  }
}

function changeOf({ from, to, endedAt, status }: ScalingActivity): LastChange | undefined {
  if (from === undefined || to === undefined || endedAt === undefined) return undefined;
  return { from, to, endedAt, isFailed: status === 'Failed' };
}

interface Run {
  readonly lease: Lease;
  readonly alarmsOf: AlarmsOfRegion;
}
