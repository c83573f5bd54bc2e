export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

/** The alarms that rollouts look at. */
export interface AlarmStates {
  /** By name; names of no alarm are not in it. */
  find(region: string, names: readonly string[]): Promise<ReadonlyMap<string, AlarmState>>;
}

/** Where there are no alarms. */
export const noAlarms: AlarmStates = { find: () => Promise.resolve(new Map()) };
