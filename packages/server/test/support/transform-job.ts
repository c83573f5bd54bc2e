import type { ApiClient } from '../../src/entry/cli/api-client.ts';
import { readCatenaryAnswer } from './catenary-answer.ts';
import { until } from './start-server.ts';

/** Where the lines of CSV under a prefix come from, and where their answers go: members of a CreateTransformJob. */
export function csvLines(input: string, output: string) {
  return {
    TransformInput: {
      DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: input } },
      ContentType: 'text/csv',
      SplitType: 'Line',
    },
    TransformOutput: { S3OutputPath: output, AssembleWith: 'Line' },
  };
}

export async function createTransformJob(
  client: ApiClient,
  name: string,
  request: Readonly<Record<string, unknown>>,
): Promise<void> {
  await client.operation('CreateTransformJob', {
    TransformJobName: name,
    TransformResources: { InstanceType: 'ml.m5.large', InstanceCount: 1 },
    ...request,
  });
}

/** The job's description as soon as it has ended. */
export function untilEnded(client: ApiClient, name: string): Promise<Record<string, unknown>> {
  return until(async () => {
    const job = await client.operation('DescribeTransformJob', { TransformJobName: name });
    return job.TransformJobStatus === 'InProgress' || job.TransformJobStatus === 'Stopping' ? undefined : job;
  });
}

/** Creates a transform job; resolves with its description when it has ended. */
export async function transform(
  client: ApiClient,
  name: string,
  request: Readonly<Record<string, unknown>>,
): Promise<Record<string, unknown>> {
  await createTransformJob(client, name, request);
  return untilEnded(client, name);
}

/** Records that the job has done so far; 0 before it begins. */
export async function recordsOf(client: ApiClient, name: string): Promise<number> {
  const path = `/_catenary/transform-jobs/${name}`;
  const { body } = await client.send({ method: 'GET', path, service: 'sagemaker' });
  return (readCatenaryAnswer('DescribeProgress', body) as { records?: number }).records ?? 0;
}
