import type { OperationContext } from '../operation-context.ts';
import { epochSeconds } from './epoch-seconds.ts';
import { findDataQualityJobDefinition } from './find-data-quality-job-definition.ts';

export async function describeDataQualityJobDefinition(
  input: { readonly JobDefinitionName: string },
  context: OperationContext,
): Promise<object> {
  const { arn, createdAt, definition } = await findDataQualityJobDefinition(input.JobDefinitionName, context);
  return { ...definition, JobDefinitionArn: arn, CreationTime: epochSeconds(createdAt) };
}
