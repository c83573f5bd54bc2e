import { readDimensions, type WireDimensions } from '../../serving/metrics/metric-query.ts';
import { type AlarmRecord, type AlarmRequest, alarmRecords } from '../../serving/records/alarm-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { describeAlarm } from './describe-alarm.ts';

interface Input {
  readonly MetricName: string;
  readonly Namespace: string;
  readonly Statistic?: string;
  readonly ExtendedStatistic?: string;
  readonly Dimensions?: WireDimensions;
  readonly Period?: number;
  readonly Unit?: string;
}

/** This list has no pages. */
const readAtOnce = 256;

/** DescribeAlarmsForMetric: those of one metric, all of its dimensions given; alarms of expressions are not among them. */
export async function describeAlarmsForMetric(input: Input, { store, realm }: OperationContext): Promise<object> {
  const found: AlarmRecord[] = [];
  for (let after: string | undefined; ; ) {
    const read = await alarmRecords.pageOf(store, { region: realm.region, prefix: '', after, limit: readAtOnce });
    found.push(...read.filter(({ definition }) => fits(definition, input)));
    after = read.at(-1)?.name;
    if (read.length < readAtOnce) return { MetricAlarms: found.map(describeAlarm) };
  }
}

function fits(alarm: AlarmRequest, input: Input): boolean {
  const same = (['Statistic', 'ExtendedStatistic', 'Period', 'Unit'] as const).every(
    (name) => input[name] === undefined || input[name] === alarm[name],
  );
  const key = (dimensions?: WireDimensions) => JSON.stringify(readDimensions(dimensions));
  return (
    same &&
    alarm.MetricName === input.MetricName &&
    alarm.Namespace === input.Namespace &&
    key(alarm.Dimensions) === key(input.Dimensions)
  );
}
