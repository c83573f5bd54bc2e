import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { cbor } from '../../src/entry/http/cbor.ts';
import { titleOf } from '../support/client-features.ts';
import { findPythonEnvironment } from '../support/python-environment.ts';
import { removeData, startTestServer, type TestServer } from '../support/start-server.ts';

const run = promisify(execFile);

/** What is not offered is refused in the protocol of its service, and by its name. */
let server: TestServer;
const clients = await findPythonEnvironment();

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(async () => {
  await server.stop();
  removeData(server);
});

const absent = (service: string) =>
  `The service ${service} is not offered by this server, which has application-autoscaling, elasticmapreduce, emr-serverless, glue, iam, logs, monitoring, s3, sagemaker, sts.`;

it.skipIf(clients === undefined)(titleOf('boto3-errors'), async () => {
  const script = join(import.meta.dirname, 'absent-services.py');
  const { stdout } = await run(clients?.python ?? '', [script], { env: server.environment, timeout: 120_000 });
  expect(stdout.trimEnd().split('\n')).toEqual([
    `dynamodb | UnknownOperationException | ${absent('dynamodb')}`,
    'cloudwatch | UnknownOperationException | The operation GraniteServiceVersion20100801.ListDashboards is not offered by this server, which has metrics and alarms of metrics; docs/api-coverage.md lists each operation.',
    'sts | InvalidAction | The action AssumeRole is not offered by this server, which has GetCallerIdentity; docs/api-coverage.md lists each operation.',
    `sns | UnknownOperationException | ${absent('sns')}`,
    `lambda | UnknownOperationException | ${absent('lambda')}`,
    'sagemaker | UnknownOperationException | The operation SageMaker.ListTrainingJobs is not offered by this server, which has models, endpoints, transform and processing jobs, the model registry, Model Monitor and tags; docs/api-coverage.md lists each operation.',
    'sagemaker-metrics | ValidationError | There is nothing at POST /BatchGetMetrics for requests that are signed for sagemaker.',
    'sagemaker-runtime | ValidationError | Endpoint a of account 000000000000 not found.',
  ]);
});

it('CBOR is answered in CBOR', async () => {
  const refusalOf = async (service: string, operation: string) => {
    const path = `/service/${service}/operation/${operation}`;
    const headers = { 'smithy-protocol': 'rpc-v2-cbor', 'content-type': 'application/cbor' };
    const asked = server.client.send({ method: 'POST', path, service, headers, body: '\xa0' });
    return ((await asked.catch((thrown: unknown) => thrown)) as Error).message;
  };
  expect(await refusalOf('sqs', 'SendMessage')).toContain(absent('sqs'));
  expect(await refusalOf('monitoring', 'PutDashboard')).toContain(
    'The operation /service/monitoring/operation/PutDashboard is not offered by this server; docs/api-coverage.md lists those that are.',
  );
  const path = '/service/GraniteServiceVersion20100801/operation/PutMetricData';
  const headers = { 'smithy-protocol': 'rpc-v2-cbor', 'content-type': 'application/cbor' };
  const answer = await fetch(new URL(path, server.url), { method: 'POST', headers });
  expect([answer.status, answer.headers.get('content-type')]).toEqual([403, 'application/cbor']);
  expect(cbor.decode(Buffer.from(await answer.arrayBuffer()))).toMatchObject({ __type: 'MissingAuthenticationToken' });
});

it('a server that takes unsigned requests says so, too', async () => {
  const open = await startTestServer({ args: ['--allow-unsigned'] });
  const authorization = 'AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/lambda/aws4_request, Signature=0';
  const answer = await fetch(`${open.url}/2015-03-31/functions/`, { headers: { authorization } });
  expect([answer.status, await answer.json()]).toEqual([400, { Message: absent('lambda') }]);
  await open.stop();
  removeData(open);
});
