import type { Tag } from './stored-model.ts';

/** ProductionVariant as a caller writes it: the members this server reads. */
export interface ProductionVariant {
  readonly VariantName: string;
  readonly ModelName?: string;
  readonly InitialInstanceCount?: number;
  readonly InitialVariantWeight?: number;
  readonly InstanceType?: string;
  readonly ContainerStartupHealthCheckTimeoutInSeconds?: number;
}

/** CreateEndpointConfig; the `definition` of a row of the endpoint_config table, less its tags. */
export interface CreateEndpointConfigInput {
  readonly EndpointConfigName: string;
  readonly ProductionVariants: readonly ProductionVariant[];
  readonly Tags?: readonly Tag[];
}
