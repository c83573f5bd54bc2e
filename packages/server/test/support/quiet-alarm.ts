/** Members of PutMetricAlarm for an alarm over a metric that nothing writes: it is raised only by SetAlarmState. */
export const quietAlarm = {
  Namespace: 'none',
  MetricName: 'none',
  Statistic: 'Sum',
  Period: 60,
  EvaluationPeriods: 1,
  Threshold: 1,
  ComparisonOperator: 'GreaterThanThreshold',
} as const;
