import { modelQualityKind } from '../../serving/monitoring/job-definition-kind.ts';
import type { OperationContext } from '../operation-context.ts';
import { type ListJobDefinitionsInput, listJobDefinitions } from './list-job-definitions.ts';

export const listModelQualityJobDefinitions = (
  input: ListJobDefinitionsInput,
  context: OperationContext,
): Promise<object> => listJobDefinitions(modelQualityKind, input, context);
