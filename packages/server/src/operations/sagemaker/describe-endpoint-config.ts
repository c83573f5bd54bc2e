import type { OperationContext } from '../operation-context.ts';
import { epochSeconds } from './epoch-seconds.ts';
import { findEndpointConfig } from './find-resource.ts';
import type { CreateEndpointConfigInput } from './stored-endpoint-config.ts';

export async function describeEndpointConfig(
  input: { EndpointConfigName: string },
  context: OperationContext,
): Promise<object> {
  const row = await findEndpointConfig(input.EndpointConfigName, context);
  const request = JSON.parse(row.definition) as CreateEndpointConfigInput;
  return {
    ...request,
    ProductionVariants: request.ProductionVariants.map((variant) => ({ InitialVariantWeight: 1, ...variant })),
    EndpointConfigArn: row.arn,
    CreationTime: epochSeconds(row.creation_time),
  };
}
