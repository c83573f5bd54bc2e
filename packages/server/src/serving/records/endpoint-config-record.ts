import type { z } from 'zod';
import type { Zod } from '../../util/load-zod.ts';
import type { RoutingStrategy } from '../container/replication.ts';
import { type AsyncInferenceConfig, asyncInferenceConfig } from './async-inference-config.ts';
import { type DataCaptureConfig, dataCaptureConfig } from './data-capture-config.ts';
import { type DefinedRecord, definedRecords } from './defined-records.ts';
import { type ManagedInstanceScaling, managedInstanceScaling } from './managed-instance-scaling.ts';
import { type ServerlessConfig, serverlessConfig } from './serverless-config.ts';
import { storedJson } from './stored-json.ts';

/** ProductionVariant as a caller writes it: the members this server reads. */
export interface ProductionVariant {
  readonly VariantName: string;
  readonly ModelName?: string;
  readonly InitialInstanceCount?: number;
  readonly InitialVariantWeight?: number;
  readonly InstanceType?: string;
  readonly ServerlessConfig?: ServerlessConfig;
  readonly RoutingConfig?: { readonly RoutingStrategy: RoutingStrategy };
  readonly ContainerStartupHealthCheckTimeoutInSeconds?: number;
  readonly ManagedInstanceScaling?: ManagedInstanceScaling;
}

/** CreateEndpointConfig as a caller writes it, without its tags. */
export interface EndpointConfigRequest {
  readonly EndpointConfigName: string;
  readonly ProductionVariants: readonly ProductionVariant[];
  readonly ShadowProductionVariants?: readonly ProductionVariant[];
  readonly DataCaptureConfig?: DataCaptureConfig;
  readonly AsyncInferenceConfig?: AsyncInferenceConfig;
}

export type EndpointConfigRecord = DefinedRecord<EndpointConfigRequest>;

const productionVariant = (z: Zod): z.ZodType<ProductionVariant> =>
  z.looseObject({
    VariantName: z.string(),
    ModelName: z.string().exactOptional(),
    InitialInstanceCount: z.number().exactOptional(),
    InitialVariantWeight: z.number().exactOptional(),
    InstanceType: z.string().exactOptional(),
    ServerlessConfig: serverlessConfig(z).exactOptional(),
    RoutingConfig: z.looseObject({ RoutingStrategy: z.enum(['RANDOM', 'LEAST_OUTSTANDING_REQUESTS']) }).exactOptional(),
    ContainerStartupHealthCheckTimeoutInSeconds: z.number().exactOptional(),
    ManagedInstanceScaling: managedInstanceScaling(z).exactOptional(),
  });

const endpointConfigRequest = (z: Zod): z.ZodType<EndpointConfigRequest> =>
  z.looseObject({
    EndpointConfigName: z.string(),
    ProductionVariants: z.array(productionVariant(z)),
    ShadowProductionVariants: z.array(productionVariant(z)).exactOptional(),
    DataCaptureConfig: dataCaptureConfig(z).exactOptional(),
    AsyncInferenceConfig: asyncInferenceConfig(z).exactOptional(),
  });

export const endpointConfigRecords = definedRecords(
  'endpoint_config',
  storedJson({ what: 'endpoint configuration', schema: endpointConfigRequest }),
);
