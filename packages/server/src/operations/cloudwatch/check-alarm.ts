import { ServiceError } from '../../contract/service-error.ts';
import type { AlarmRequest } from '../../serving/records/alarm-record.ts';

const daySeconds = 86_400;
const hourSeconds = 3600;
const missingData = ['breaching', 'notBreaching', 'ignore', 'missing'];

/** Throws `ServiceError` for an alarm whose members do not go together (CloudWatch API reference, "PutMetricAlarm"). */
export function checkAlarm(alarm: Partial<AlarmRequest>): void {
  for (const name of ['EvaluationPeriods', 'ComparisonOperator', 'Threshold'] as const)
    if (alarm[name] === undefined) throw refused(`The parameter ${name} must be given.`);
  if (!Number.isFinite(alarm.Threshold)) throw refused('The parameter Threshold must be a number.');
  if (/Lower|Upper/.test(alarm.ComparisonOperator ?? ''))
    throw refused(
      `The ComparisonOperator ${alarm.ComparisonOperator} belongs to anomaly detection, which is not offered.`,
    );
  checkMetric(alarm);
  checkPeriods(alarm);
  checkActions(alarm);
  const { TreatMissingData: treated = 'missing' } = alarm;
  if (!missingData.includes(treated))
    throw refused(`The parameter TreatMissingData must be one of ${missingData.join(', ')}.`);
}

function checkActions(alarm: Partial<AlarmRequest>): void {
  for (const member of ['OKActions', 'AlarmActions', 'InsufficientDataActions'] as const) {
    const unknown = alarm[member]?.find((action) => !/^arn:aws[a-z-]*:(?:sns|autoscaling):/.test(action));
    if (unknown !== undefined)
      throw refused(
        `The action ${unknown.slice(0, 200)} of ${member} is not offered: give a topic of SNS, or a policy of Application Auto Scaling.`,
      );
  }
}

function checkMetric({
  MetricName,
  Namespace,
  Metrics,
  Period,
  Statistic,
  ExtendedStatistic,
}: Partial<AlarmRequest>): void {
  if ((MetricName === undefined) === (Metrics === undefined))
    throw refused('Exactly one of the parameters MetricName and Metrics must be given.');
  if (Metrics !== undefined) {
    if ([Namespace, Period, Statistic, ExtendedStatistic].some((one) => one !== undefined))
      throw refused(
        'With Metrics, the parameters Namespace, Period, Statistic and ExtendedStatistic must not be given.',
      );
    return;
  }
  if (Namespace === undefined || Period === undefined)
    throw refused('With MetricName, the parameters Namespace and Period must be given.');
  if ((Statistic === undefined) === (ExtendedStatistic === undefined))
    throw refused('Exactly one of the parameters Statistic and ExtendedStatistic must be given.');
}

function checkPeriods({
  EvaluationPeriods: count = 1,
  DatapointsToAlarm: needed = count,
  Period: seconds = 60,
}: Partial<AlarmRequest>): void {
  if (needed > count) throw refused('The parameter DatapointsToAlarm must not be greater than EvaluationPeriods.');
  checkLength(count, seconds);
}

/** How long an alarm may look back (CloudWatch API reference, "PutMetricAlarm", `EvaluationPeriods`). Throws `ServiceError`. */
export function checkLength(count: number, seconds: number): void {
  const [longest, shown] = seconds < hourSeconds ? [daySeconds, 'a day'] : [7 * daySeconds, 'seven days'];
  if (count * seconds > longest) throw refused(`EvaluationPeriods times Period must not be more than ${shown}.`);
}

const refused = (message: string) => new ServiceError('ValidationError', message);
