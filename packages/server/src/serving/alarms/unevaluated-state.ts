import type { AlarmState } from '../records/alarm-record.ts';

/** The state of an alarm from when it is made until it is first evaluated. */
export const unevaluatedState = (now: number): AlarmState => ({
  value: 'INSUFFICIENT_DATA',
  reason: 'Unchecked: Initial alarm creation',
  reasonData: undefined,
  updatedAt: now,
});
