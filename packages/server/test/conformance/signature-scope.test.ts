import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiClient } from '../../src/entry/cli/api-client.ts';
import { credentials, removeData, startTestServer, type TestServer } from '../support/start-server.ts';

/** A signature is good for the service that it was made for alone, and in whatever region. */

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(async () => {
  expect(await server.stop()).toBe(0);
  removeData(server);
});

const json = (target: string) => ({ 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target });
const form = { 'content-type': 'application/x-www-form-urlencoded' };

/** One request of each API, the service that it is signed for, and what a refusal says. */
const requests = [
  { service: 'sagemaker', method: 'POST', path: '/', headers: json('SageMaker.ListModels'), body: '{}' },
  { service: 'logs', method: 'POST', path: '/', headers: json('Logs_20140328.DescribeLogGroups'), body: '{}' },
  {
    service: 'monitoring',
    method: 'POST',
    path: '/',
    headers: json('GraniteServiceVersion20100801.ListMetrics'),
    body: '{}',
  },
  {
    service: 'application-autoscaling',
    method: 'POST',
    path: '/',
    headers: json('AnyScaleFrontendService.DescribeScalableTargets'),
    body: '{"ServiceNamespace":"sagemaker"}',
  },
  { service: 'sts', method: 'POST', path: '/', headers: form, body: 'Action=GetCallerIdentity' },
  { service: 'iam', method: 'POST', path: '/', headers: form, body: 'Action=GetRole&RoleName=a' },
  { service: 's3', method: 'GET', path: '/' },
];

describe('the scope of a signature', () => {
  it.each(requests)('of $service is that of its requests', async (request) => {
    for (const region of ['us-east-1', 'eu-central-1', 'local']) {
      const client = new ApiClient(server.url, credentials, region);
      expect((await client.send(request)).status).toBe(200);
    }
  });

  it.each(requests)('of another service than $service is refused', async (request) => {
    for (const service of requests.map(({ service: one }) => one)) {
      // The request to S3 is then one to the runtime: see below.
      if (service === request.service || (service === 'sagemaker' && request.service === 's3')) continue;
      await expect(server.client.send({ ...request, service })).rejects.toThrow(
        new RegExp(`Credential should be scoped to correct service: .*'${request.service}'`),
      );
    }
  });

  it.each(requests)('of a service that is not offered is refused by its name: $service', async (request) => {
    for (const service of ['execute-api', 'constructor'])
      await expect(server.client.send({ ...request, service })).rejects.toThrow(
        `The service ${service} is not offered by this server, which has application-autoscaling, elasticmapreduce, emr-serverless, glue, iam, logs, monitoring, s3, sagemaker, sts.`,
      );
  });

  it('of sagemaker is not that of buckets', async () => {
    await expect(server.client.send({ method: 'GET', path: '/bucket/key', service: 'sagemaker' })).rejects.toThrow(
      'There is nothing at GET /bucket/key for requests that are signed for sagemaker.',
    );
  });

  it('of sagemaker is that of invocations too', async () => {
    const invocation = { method: 'POST', path: '/endpoints/none/invocations', body: '1' };
    const send = (service: string) => server.client.send({ ...invocation, service });
    await expect(send('sagemaker')).rejects.toThrow('Endpoint none of account');
    await expect(send('runtime.sagemaker')).rejects.toThrow(
      'The service runtime.sagemaker is not offered by this server',
    );
    await expect(send('s3')).rejects.toThrow("scoped to correct service: 'sagemaker'");
  });
});
