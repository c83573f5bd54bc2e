import { dataQualityKind } from '../../serving/monitoring/job-definition-kind.ts';
import type { OperationContext } from '../operation-context.ts';
import { describeJobDefinition } from './describe-job-definition.ts';

export const describeDataQualityJobDefinition = (
  input: { readonly JobDefinitionName: string },
  context: OperationContext,
): Promise<object> => describeJobDefinition(dataQualityKind, input.JobDefinitionName, context);
