import type { z } from 'zod';
import type { Zod } from '../../util/load-zod.ts';
import type { RoutingStrategy } from '../container/replication.ts';
import type { StageDefinition } from '../container/stage-definition.ts';
import { type AsyncInferenceConfig, asyncInferenceConfig } from './async-inference-config.ts';
import { type DataCaptureConfig, dataCaptureConfig } from './data-capture-config.ts';
import { type ManagedInstanceScaling, managedInstanceScaling } from './managed-instance-scaling.ts';
import { type ServerlessConfig, serverlessConfig } from './serverless-config.ts';
import { executionMode, storedContainers } from './stored-containers.ts';
import { storedJson } from './stored-json.ts';

/** One production variant with everything it is made of. */
export interface VariantSnapshot {
  readonly name: string;
  readonly modelName: string;
  readonly mode: 'Serial' | 'Direct';
  readonly containers: readonly StageDefinition[];
  readonly weight: number;
  /** Copies of its containers that run outside the server's process, and how requests are shared among them. */
  readonly instanceCount: number;
  readonly routing?: RoutingStrategy;
  readonly instanceType?: string;
  /** Of a variant without instances of its own. */
  readonly serverless?: ServerlessConfig;
  /** Within which its number of instances stays, whoever changes it. */
  readonly managedScaling?: ManagedInstanceScaling;
  /** Time for the first healthy ping, seconds. */
  readonly startupTimeoutInSeconds: number;
}

/** What an endpoint serves: kept in the store, so that it comes back whatever became of configuration and models. */
export interface EndpointSnapshot {
  readonly configName: string;
  readonly variants: readonly VariantSnapshot[];
  /** Gets copies of requests; its answers go to no caller. */
  readonly shadow?: VariantSnapshot;
  /** What is captured of its requests. */
  readonly dataCapture?: DataCaptureConfig;
  /** Of an endpoint that takes asynchronous requests, and no others. */
  readonly asyncInference?: AsyncInferenceConfig;
}

const variantSnapshot = (z: Zod): z.ZodType<VariantSnapshot> =>
  z.looseObject({
    name: z.string(),
    modelName: z.string(),
    mode: executionMode(z),
    containers: storedContainers(z),
    weight: z.number(),
    instanceCount: z.number(),
    routing: z.enum(['RANDOM', 'LEAST_OUTSTANDING_REQUESTS']).exactOptional(),
    instanceType: z.string().exactOptional(),
    serverless: serverlessConfig(z).exactOptional(),
    managedScaling: managedInstanceScaling(z).exactOptional(),
    startupTimeoutInSeconds: z.number(),
  });

export const endpointSnapshot = (z: Zod): z.ZodType<EndpointSnapshot> =>
  z.looseObject({
    configName: z.string(),
    variants: z.array(variantSnapshot(z)),
    shadow: variantSnapshot(z).exactOptional(),
    dataCapture: dataCaptureConfig(z).exactOptional(),
    asyncInference: asyncInferenceConfig(z).exactOptional(),
  });

export const snapshotJson = storedJson({ what: 'endpoint', schema: endpointSnapshot });

/** Everything that is started: its production variants, and the shadow. */
export const allVariantsOf = ({ variants, shadow }: EndpointSnapshot): readonly VariantSnapshot[] =>
  shadow === undefined ? variants : [...variants, shadow];
