import { present } from '@catenary/scoring/internal/values';
import type { ContainerDefinition } from '../../serving/records/model-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { epochSeconds } from './epoch-seconds.ts';
import { findModel } from './find-model.ts';

export async function describeModel(input: { ModelName: string }, context: OperationContext): Promise<object> {
  const { definition, ...record } = await findModel(input.ModelName, context);
  const { request } = definition;
  return {
    EnableNetworkIsolation: false,
    ...request,
    ...present({
      PrimaryContainer: request.PrimaryContainer === undefined ? undefined : withDefaults(request.PrimaryContainer),
      Containers: request.Containers === undefined ? undefined : request.Containers.map(withDefaults),
    }),
    ModelArn: record.arn,
    CreationTime: epochSeconds(record.createdAt),
  };
}

const withDefaults = (container: ContainerDefinition) => ({ Mode: 'SingleModel', ...container });
