import { modelQualityKind } from '../../serving/monitoring/job-definition-kind.ts';
import type { OperationContext } from '../operation-context.ts';
import { deleteJobDefinition } from './delete-job-definition.ts';

export const deleteModelQualityJobDefinition = (
  input: { readonly JobDefinitionName: string },
  context: OperationContext,
): Promise<undefined> => deleteJobDefinition(modelQualityKind, input.JobDefinitionName, context);
