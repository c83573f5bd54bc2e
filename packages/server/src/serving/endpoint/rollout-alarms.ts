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
}

/** The alarms that the rollout of an endpoint looks at. */
export const alarmNames = (record: EndpointRecord | undefined): readonly string[] =>
  record?.deployment?.rollout?.config.AutoRollbackConfiguration?.Alarms?.map(({ AlarmName: name }) => name) ?? [];

export interface RolloutAlarmsOptions {
  readonly alarms: AlarmStates;
  readonly log: Logger;
}

/** The alarms of AutoRollbackConfiguration, asked while what is being rolled out gets requests. */
export class RolloutAlarms {
  readonly #options: RolloutAlarmsOptions;

  constructor({ alarms, log }: RolloutAlarmsOptions) {
    this.#options = { alarms, log };
  }

  /** Why a rollout is not to go on, if an alarm says so. What cannot be asked says nothing. */
  async find(record: EndpointRecord | undefined): Promise<string | undefined> {
    const names = alarmNames(record).filter((name) => !isBuiltInAlarm(name));
    if (record === undefined || names.length === 0 || (stepOf(record)?.traffic ?? 0) === 0) return undefined;
    const { alarms, log } = this.#options;
    try {
      const states = await alarms.find(regionOf(record.name), names);
      const raised = names.filter((name) => states.get(name) === 'ALARM');
      if (raised.length === 0) return undefined;
      return `The following alarms were in state ALARM while the deployment was watched: ${raised.join(', ')}. It was rolled back.`;
    } catch (error) {
      log.warn({ err: error, endpoint: record.name }, 'the alarms of a rollout could not be asked');
      return undefined;
    }
  }
}
