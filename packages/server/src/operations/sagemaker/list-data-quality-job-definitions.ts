import { dataQualityKind } from '../../serving/monitoring/job-definition-kind.ts';
import type { OperationContext } from '../operation-context.ts';
import { type ListJobDefinitionsInput, listJobDefinitions } from './list-job-definitions.ts';

export const listDataQualityJobDefinitions = (
  input: ListJobDefinitionsInput,
  context: OperationContext,
): Promise<object> => listJobDefinitions(dataQualityKind, input, context);
