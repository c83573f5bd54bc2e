import { present } from '@catenary/scoring/internal/values';
import { validationException } from '../../contract/service-error.ts';
import type { ProductionVariant } from '../../serving/records/endpoint-config-record.ts';
import type { EndpointSnapshot, VariantSnapshot } from '../../serving/records/endpoint-snapshot.ts';
import type { OperationContext } from '../operation-context.ts';
import { chooseArtifacts } from './choose-artifacts.ts';
import { findEndpointConfig } from './find-endpoint-config.ts';
import { findModel } from './find-model.ts';

/**
 * Time for a container's first healthy ping unless the variant says otherwise: 8 minutes (developer guide, "Use Your
 * Own Inference Code with Hosting Services").
 */
const defaultStartupTimeoutInSeconds = 480;

/** Everything an endpoint configuration stands for now: its variants with their models' containers. */
export async function takeSnapshot(configName: string, context: OperationContext): Promise<EndpointSnapshot> {
  const {
    ProductionVariants: variants,
    ShadowProductionVariants: [shadow] = [],
    DataCaptureConfig: dataCapture,
    AsyncInferenceConfig: asyncInference,
  } = (await findEndpointConfig(configName, context)).definition;
  return {
    configName,
    variants: await Promise.all(variants.map((variant) => snapshotVariant(variant, context))),
    ...present({
      shadow: shadow === undefined ? undefined : await snapshotShadow(shadow, context),
      dataCapture,
      asyncInference,
    }),
  };
}

async function snapshotShadow(variant: ProductionVariant, context: OperationContext): Promise<VariantSnapshot> {
  const snapshot = await snapshotVariant(variant, context);
  if (snapshot.mode === 'Serial') return snapshot;
  throw validationException(
    `Shadow variant ${snapshot.name} has a model whose containers run in Direct mode: a shadow is a chain, or one container.`,
  );
}

async function snapshotVariant(variant: ProductionVariant, context: OperationContext): Promise<VariantSnapshot> {
  const modelName = variant.ModelName as string;
  const { definition: model } = await findModel(modelName, context);
  return {
    name: variant.VariantName,
    modelName,
    mode: model.mode,
    containers: await chooseArtifacts(model.containers, context.artifacts),
    weight: variant.InitialVariantWeight ?? 1,
    instanceCount: variant.InitialInstanceCount ?? 1,
    startupTimeoutInSeconds: variant.ContainerStartupHealthCheckTimeoutInSeconds ?? defaultStartupTimeoutInSeconds,
    ...present({
      serverless: variant.ServerlessConfig,
      managedScaling: variant.ManagedInstanceScaling,
      instanceType: variant.InstanceType,
      routing: variant.RoutingConfig?.RoutingStrategy,
    }),
  };
}
