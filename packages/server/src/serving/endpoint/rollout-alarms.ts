import { regionOf } from '../../contract/qualified-name.ts';
import type { Logger } from '../../platform/observe/logger.ts';
import type { AlarmValue } from '../records/alarm-record.ts';
import type { EndpointRecord } from '../records/endpoint-record.ts';
import { stepOf } from './plan/step-of.ts';
import { isBuiltInAlarm } from './traffic/split-monitor.ts';

/** The alarms that rollouts look at. */
export interface AlarmStates {
  /** Their states by name; names of no alarm are not in it. */
  find(region: string, names: readonly string[]): Promise<ReadonlyMap<string, AlarmValue>>;
  /** Evaluates them now, over what is stored of their metrics. */
  evaluate(region: string, names: readonly string[]): Promise<void>;
}

/** The alarms that the rollout of an endpoint looks at. */
export const alarmNames = (record: EndpointRecord | undefined): readonly string[] =>
  record?.deployment?.rollout?.config.AutoRollbackConfiguration?.Alarms?.map(({ AlarmName: name }) => name) ?? [];

export interface RolloutAlarmsOptions {
  readonly alarms: AlarmStates;
  readonly log: Logger;
  /** When this server started, milliseconds since 1970. */
  readonly startedAt: number;
}

/** The alarms of AutoRollbackConfiguration, asked while what is being rolled out gets requests. */
export class RolloutAlarms {
  readonly #options: RolloutAlarmsOptions;
  /** Endpoints whose alarms were evaluated since the start of this server. */
  readonly #evaluated = new Set<string>();

  constructor({ alarms, log, startedAt }: RolloutAlarmsOptions) {
    this.#options = { alarms, log, startedAt };
  }

  /** Why a rollout is not to go on, if an alarm says so. What cannot be asked says nothing. */
  async find(record: EndpointRecord | undefined): Promise<string | undefined> {
    const names = alarmNames(record).filter((name) => !isBuiltInAlarm(name));
    if (record === undefined || names.length === 0 || (stepOf(record)?.traffic ?? 0) === 0) return undefined;
    try {
      const raised = await this.#raised(record, names);
      if (raised.length === 0) return undefined;
      return `The following alarms were in state ALARM while the deployment was watched: ${raised.join(', ')}. It was rolled back.`;
    } catch (error) {
      this.#options.log.warn({ err: error, endpoint: record.name }, 'the alarms of a rollout could not be asked');
      return undefined;
    }
  }

  /** Of a step that was written before this server started, their states may be those of before, too. */
  async #raised({ name, deployment }: EndpointRecord, names: readonly string[]): Promise<readonly string[]> {
    const { alarms, startedAt } = this.#options;
    const region = regionOf(name);
    const ask = async () => {
      const states = await alarms.find(region, names);
      return names.filter((each) => states.get(each) === 'ALARM');
    };
    const raised = await ask();
    const isStale = (deployment?.rollout?.since ?? startedAt) < startedAt && !this.#evaluated.has(name);
    if (raised.length > 0 || !isStale) return raised;
    await alarms.evaluate(region, names);
    this.#evaluated.add(name);
    return ask();
  }
}
