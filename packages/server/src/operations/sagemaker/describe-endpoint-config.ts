import { present } from '@catenary/scoring/internal/values';
import type { ProductionVariant } from '../../serving/records/endpoint-config-record.ts';
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
    ProductionVariants: request.ProductionVariants.map(withWeight),
    ...present({
      ShadowProductionVariants: request.ShadowProductionVariants?.map(withWeight),
    }),
    EndpointConfigArn: record.arn,
    CreationTime: epochSeconds(record.createdAt),
  };
}

const withWeight = (variant: ProductionVariant) => ({ InitialVariantWeight: 1, ...variant });
