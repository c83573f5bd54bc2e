// Metrics through AWS's SDK for JavaScript, unchanged: which protocol it speaks depends on its version. Called with the folder that it is
// installed in, a name for the values, and the protocol where it is not to be its own choice.
import { createRequire } from 'node:module';

const require = createRequire(`${process.argv[2]}/package.json`);
const sdk = require('@aws-sdk/client-cloudwatch');
const types = new Set();
const protocol =
  process.argv[4] === 'cbor' ? { protocol: require('@aws-sdk/core/protocols').AwsSmithyRpcV2CborProtocol } : {};
const client = new sdk.CloudWatchClient({ endpoint: process.env.AWS_ENDPOINT_URL, maxAttempts: 1, ...protocol });
client.middlewareStack.add(
  (next) => (call) => {
    types.add(call.request.headers['content-type'] ?? call.request.headers['Content-Type']);
    return next(call);
  },
  { step: 'finalizeRequest' },
);
const send = (name, input) => client.send(new sdk[`${name}Command`](input));
const refusal = (name, input) =>
  send(name, input).then(
    () => 'answered',
    (error) => [error.name, error.message],
  );

const now = Date.now();
const times = { StartTime: new Date(now - 1_800_000), EndTime: new Date(now + 120_000) };
const Dimensions = [{ Name: 'client', Value: process.argv[3] }];
const MetricData = [1, 2.5, -3].map((Value) => ({
  MetricName: 'values',
  Dimensions,
  Value,
  Timestamp: new Date(now),
  Unit: 'Seconds',
}));
await send('PutMetricData', { Namespace: 'sdk', MetricData });
const metric = { Namespace: 'sdk', MetricName: 'values', Dimensions };
const statistics = await send('GetMetricStatistics', {
  ...metric,
  ...times,
  Period: 3600,
  Statistics: ['Sum', 'SampleCount', 'Minimum'],
});
const queries = [
  { Id: 'm1', MetricStat: { Metric: metric, Period: 3600, Stat: 'Average' }, ReturnData: false },
  { Id: 'e1', Expression: 'm1 * 2', Label: 'twice <&>' },
];
const { MetricDataResults } = await send('GetMetricData', { ...times, MetricDataQueries: queries });
const { Metrics } = await send('ListMetrics', { Namespace: 'sdk', Dimensions });
process.stdout.write(
  JSON.stringify({
    types: [...types],
    statistics: statistics.Datapoints.map(({ Timestamp, ...others }) => ({
      ...others,
      isTime: Timestamp instanceof Date,
    })),
    data: MetricDataResults.map(({ Id, Label, Values, Timestamps }) => [
      Id,
      Label,
      Values,
      Timestamps[0] instanceof Date,
    ]),
    metrics: Metrics,
    refused: [
      await refusal('PutMetricData', { Namespace: 'AWS/x', MetricData }),
      await refusal('GetMetricStatistics', { ...metric, ...times, Period: 0, Statistics: ['Sum'] }),
    ],
  }),
);
