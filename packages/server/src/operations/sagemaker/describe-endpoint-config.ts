import type { OperationContext } from '../operation-context.ts';
import { epochSeconds } from './epoch-seconds.ts';
import { findEndpointConfig } from './find-endpoint-config.ts';

export async function describeEndpointConfig(
  input: { EndpointConfigName: string },
  context: OperationContext,
): Promise<object> {
  const { definition: request, ...record } = await findEndpointConfig(input.EndpointConfigName, context);
  return {
    ...request,
    ProductionVariants: request.ProductionVariants.map((variant) => ({ InitialVariantWeight: 1, ...variant })),
    EndpointConfigArn: record.arn,
    CreationTime: epochSeconds(record.createdAt),
  };
}
