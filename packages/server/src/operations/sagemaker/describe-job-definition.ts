import type { JobDefinitionKind } from '../../serving/monitoring/job-definition-kind.ts';
import type { OperationContext } from '../operation-context.ts';
import { epochSeconds } from './epoch-seconds.ts';
import { findJobDefinition } from './find-job-definition.ts';

export async function describeJobDefinition<T extends object>(
  kind: JobDefinitionKind<T>,
  name: string,
  context: OperationContext,
): Promise<object> {
  const { arn, createdAt, definition } = await findJobDefinition(kind, name, context);
  return { ...definition, JobDefinitionArn: arn, CreationTime: epochSeconds(createdAt) };
}
