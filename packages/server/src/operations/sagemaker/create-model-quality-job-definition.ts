import { modelQualityKind } from '../../serving/monitoring/job-definition-kind.ts';
import type { ModelQualityRequest } from '../../serving/records/model-quality-request.ts';
import type { Tag } from '../../serving/records/tag-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { createJobDefinition } from './create-job-definition.ts';

type CreateModelQualityJobDefinitionInput = ModelQualityRequest & { readonly Tags?: readonly Tag[] };

export const createModelQualityJobDefinition = (
  { Tags: tags, ...definition }: CreateModelQualityJobDefinitionInput,
  context: OperationContext,
): Promise<object> => createJobDefinition(modelQualityKind, { definition, tags }, context);
