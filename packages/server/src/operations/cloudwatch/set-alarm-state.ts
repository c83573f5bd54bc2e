import type { AlarmValue } from '../../serving/records/alarm-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { requireAlarms } from './require-alarms.ts';

interface Input {
  readonly AlarmName: string;
  readonly StateValue: AlarmValue;
  readonly StateReason: string;
  readonly StateReasonData?: string;
}

/** SetAlarmState: until the alarm's next evaluation, which is within a minute. What it scales begins at once. */
export async function setAlarmState(input: Input, context: OperationContext): Promise<undefined> {
  const { StateValue: value, StateReason: reason, StateReasonData: reasonData } = input;
  for (const record of await requireAlarms([input.AlarmName], context))
    await context.metrics.alarms.setState(record, { value, reason, reasonData, updatedAt: context.now() });
  await context.scaling.run();
}
