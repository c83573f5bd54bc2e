// Logs and CloudWatch through AWS's SDK for JavaScript, unchanged. Called with the folders that the two clients are installed in.
import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';

const load = (folder, name) => createRequire(`${folder}/package.json`)(name);
const logs = load(process.argv[2], '@aws-sdk/client-cloudwatch-logs');
const cloudwatch = load(process.argv[3], '@aws-sdk/client-cloudwatch');
const reader = new logs.CloudWatchLogsClient({ endpoint: process.env.AWS_ENDPOINT_URL });
const meter = new cloudwatch.CloudWatchClient({ endpoint: process.env.AWS_ENDPOINT_URL });

const logGroupName = '/aws/sagemaker/TransformJobs';
const { logStreams } = await reader.send(
  new logs.DescribeLogStreamsCommand({ logGroupName, logStreamNamePrefix: 'batch/' }),
);
const streams = logStreams.map(({ logStreamName }) => logStreamName);
const [logStreamName] = streams;
const { events } = await reader.send(
  new logs.GetLogEventsCommand({ logGroupName, logStreamName, startFromHead: true }),
);
const filtered = [];
const pages = logs.paginateFilterLogEvents({ client: reader }, { logGroupName, filterPattern: 'BatchStrategy' });
for await (const page of pages) filtered.push(...page.events);
const absent = await reader
  .send(new logs.GetLogEventsCommand({ logGroupName, logStreamName: 'absent' }))
  .catch(({ name }) => name);

const alarm = {
  AlarmName: 'slow',
  Namespace: 'AWS/SageMaker',
  MetricName: 'ModelLatency',
  Statistic: 'Average',
  Period: 60,
  EvaluationPeriods: 1,
  Threshold: 1e9,
  ComparisonOperator: 'GreaterThanThreshold',
  TreatMissingData: 'ignore',
};
await meter.send(new cloudwatch.PutMetricAlarmCommand(alarm));
await cloudwatch.waitUntilAlarmExists({ client: meter, maxWaitTime: 30, minDelay: 1 }, { AlarmNames: ['slow'] });
await meter.send(new cloudwatch.SetAlarmStateCommand({ AlarmName: 'slow', StateValue: 'OK', StateReason: 'by hand' }));
const { MetricAlarms } = await meter.send(new cloudwatch.DescribeAlarmsCommand({ AlarmNames: ['slow'] }));

// Values are stored once a minute.
let metrics = [];
for (let tries = 0; tries < 90 && !metrics.includes('Invocations'); tries++) {
  const found = await meter.send(new cloudwatch.ListMetricsCommand({ Namespace: 'AWS/SageMaker' }));
  metrics = found.Metrics.map(({ MetricName }) => MetricName);
  if (!metrics.includes('Invocations')) await sleep(1000);
}
process.stdout.write(
  JSON.stringify({
    streams,
    events: events.map(({ message }) => message).join('\n'),
    filtered: filtered.length > 0,
    absent,
    alarm: MetricAlarms.map(({ StateValue, StateReason }) => [StateValue, StateReason]).flat(),
    metrics,
  }),
);
