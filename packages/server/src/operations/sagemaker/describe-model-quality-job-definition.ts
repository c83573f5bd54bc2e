import { modelQualityKind } from '../../serving/monitoring/job-definition-kind.ts';
import type { OperationContext } from '../operation-context.ts';
import { describeJobDefinition } from './describe-job-definition.ts';

export const describeModelQualityJobDefinition = (
  input: { readonly JobDefinitionName: string },
  context: OperationContext,
): Promise<object> => describeJobDefinition(modelQualityKind, input.JobDefinitionName, context);
