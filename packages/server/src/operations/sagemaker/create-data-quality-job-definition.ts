import { dataQualityKind } from '../../serving/monitoring/job-definition-kind.ts';
import type { DataQualityRequest } from '../../serving/records/data-quality-request.ts';
import type { Tag } from '../../serving/records/tag-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { createJobDefinition } from './create-job-definition.ts';

type CreateDataQualityJobDefinitionInput = DataQualityRequest & { readonly Tags?: readonly Tag[] };

export const createDataQualityJobDefinition = (
  { Tags: tags, ...definition }: CreateDataQualityJobDefinitionInput,
  context: OperationContext,
): Promise<object> => createJobDefinition(dataQualityKind, { definition, tags }, context);
