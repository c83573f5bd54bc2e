import { present } from '@catenary/scoring/internal/values';
import type { OperationContext } from '../operation-context.ts';
import { epochSeconds } from './epoch-seconds.ts';
import { findModel } from './find-resource.ts';
import type { ContainerDefinition, StoredModel } from './stored-model.ts';

export async function describeModel(input: { ModelName: string }, context: OperationContext): Promise<object> {
  const row = await findModel(input.ModelName, context);
  const { request } = JSON.parse(row.definition) as StoredModel;
  return {
    EnableNetworkIsolation: false,
    ...request,
    ...present({
      PrimaryContainer: request.PrimaryContainer === undefined ? undefined : withDefaults(request.PrimaryContainer),
      Containers: request.Containers === undefined ? undefined : request.Containers.map(withDefaults),
    }),
    ModelArn: row.arn,
    CreationTime: epochSeconds(row.creation_time),
  };
}

const withDefaults = (container: ContainerDefinition) => ({ Mode: 'SingleModel', ...container });
