import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { removeData, root, startTestServer, type TestServer, until } from '../../support/start-server.ts';

/**
 * The data folder of a server of version 0.1.0 that was killed: `catenary deploy churn examples/sklearn-pipeline/model.joblib`, its rows as
 * s3://rows/in/rows.csv, the transform job `done` over them, the group `churn-group`, and the job `open`, which had just been created. Without
 * keys, and as it was left: what the databases have not taken over stands in their journals.
 */
const archive = join(import.meta.dirname, 'data-0.1.0.tar.gz');
const example = join(root, 'examples/sklearn-pipeline');
const expected = readFileSync(join(example, 'expected.csv'), 'utf8');

let server: TestServer;
beforeAll(async () => {
  const data = mkdtempSync(join(tmpdir(), 'catenary-upgrade-'));
  execFileSync('tar', ['-xzf', archive, '-C', data]);
  server = await startTestServer({ data });
}, 60_000);
afterAll(async () => {
  expect(await server.stop()).toBe(0);
  removeData(server);
});

const jobOf = (name: string) => server.client.operation('DescribeTransformJob', { TransformJobName: name });
const object = async (path: string) =>
  (await server.client.send({ method: 'GET', path, service: 's3' })).body.toString();

describe('a data folder of version 0.1.0', () => {
  it('has its endpoint back, which answers as before', { timeout: 60_000 }, async () => {
    const endpoint = await server.client.operation('DescribeEndpoint', { EndpointName: 'churn' });
    expect(endpoint).toMatchObject({ EndpointStatus: 'InService' });
    const answer = await server.client.send({
      method: 'POST',
      path: '/endpoints/churn/invocations',
      service: 'sagemaker',
      headers: { 'content-type': 'text/csv', accept: 'text/csv' },
      body: readFileSync(join(example, 'rows.csv')),
    });
    expect(answer.body.toString()).toBe(expected);
  });

  it('has its objects, and the job that was over', async () => {
    expect(await object('/rows/in/rows.csv')).toBe(readFileSync(join(example, 'rows.csv'), 'utf8'));
    expect(await object('/answers/done/rows.csv.out')).toBe(expected);
    expect(await jobOf('done')).toMatchObject({ TransformJobStatus: 'Completed' });
  });

  it('has its job that was under way done to its end', { timeout: 60_000 }, async () => {
    const ended = await until(async () => {
      const job = await jobOf('open');
      return job.TransformJobStatus === 'InProgress' ? undefined : job;
    }, 50_000);
    expect(ended).toMatchObject({ TransformJobStatus: 'Completed' });
    expect(await object('/answers/open/rows.csv.out')).toBe(expected);
  });

  it('has its resources in the lists that are read by an index since', async () => {
    const names = async (operation: string, list: string, name: string) => {
      const answer = await server.client.operation(operation, {});
      return (answer[list] as readonly Record<string, string>[]).map((item) => item[name] ?? '');
    };
    expect(await names('ListModels', 'Models', 'ModelName')).toEqual([expect.stringMatching(/^churn-[0-9a-f]{8}$/)]);
    expect(await names('ListEndpoints', 'Endpoints', 'EndpointName')).toEqual(['churn']);
    const jobs = await names('ListTransformJobs', 'TransformJobSummaries', 'TransformJobName');
    expect(jobs.toSorted()).toEqual(['done', 'open']);
    const group = ['ModelPackageGroupSummaryList', 'ModelPackageGroupName'] as const;
    expect(await names('ListModelPackageGroups', ...group)).toEqual(['churn-group']);
  });
});
