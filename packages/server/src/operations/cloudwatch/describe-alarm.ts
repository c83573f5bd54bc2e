import { present } from '@catenary/scoring/internal/values';
import type { AlarmRecord } from '../../serving/records/alarm-record.ts';

/** MetricAlarm of the API. */
export function describeAlarm({ arn, definition, configuredAt, state }: AlarmRecord): object {
  const updated = state.updatedAt / 1000;
  const { Dimensions = [], ...rest } = definition;
  return {
    ActionsEnabled: true,
    OKActions: [],
    AlarmActions: [],
    InsufficientDataActions: [],
    ...rest,
    ...present({ Dimensions: definition.Metrics === undefined ? Dimensions : undefined }),
    AlarmArn: arn,
    AlarmConfigurationUpdatedTimestamp: configuredAt / 1000,
    StateValue: state.value,
    StateReason: state.reason,
    ...present({ StateReasonData: state.reasonData }),
    StateUpdatedTimestamp: updated,
    StateTransitionedTimestamp: updated,
  };
}
