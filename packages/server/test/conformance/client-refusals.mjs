// Prints what a server answers to the unchanged AWS SDK for JavaScript where it refuses a call. The argument is the folder in which the SDK's logs
// client is installed.
import { createRequire } from 'node:module';

const { CloudWatchLogsClient, StartLiveTailCommand } = createRequire(`${process.argv[2]}/package.json`)(
  '@aws-sdk/client-cloudwatch-logs',
);
const endpoint = process.env.AWS_ENDPOINT_URL;
const command = new StartLiveTailCommand({
  logGroupIdentifiers: ['arn:aws:logs:us-east-1:000000000000:log-group:a'],
});
const told = (options) =>
  new CloudWatchLogsClient({ endpoint, maxAttempts: 1, ...options }).send(command).then(
    () => ['', 'answered'],
    ({ name, message }) => [name, message],
  );
process.stdout.write(
  JSON.stringify({
    StartLiveTailCommand: await told({}),
    'StartLiveTailCommand, `disableHostPrefix: true`': await told({ disableHostPrefix: true }),
  }),
);
