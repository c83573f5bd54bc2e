import { present } from '@catenary/scoring/internal/values';
import { nameOf } from '../../contract/qualified-name.ts';
import type { EndpointSnapshot, VariantSnapshot } from '../../serving/records/endpoint-snapshot.ts';
import type { OperationContext } from '../operation-context.ts';
import { epochSeconds } from './epoch-seconds.ts';
import { findEndpoint } from './find-endpoint.ts';

export async function describeEndpoint(input: { EndpointName: string }, context: OperationContext): Promise<object> {
  const record = await findEndpoint(input.EndpointName, context);
  const { active, failureReason, createdAt, modifiedAt } = record;
  const deployment = record.status === 'Updating' ? record.deployment : undefined;
  // New numbers of instances are those of the variants that are there; all else is a configuration that replaces them.
  const isResize = deployment?.policy === 'resize';
  const desired = isResize ? deployment.target : active;
  const pending = isResize ? undefined : deployment?.target;
  return {
    EndpointName: nameOf(record.name),
    EndpointArn: record.arn,
    EndpointConfigName: record.configName,
    ...present({
      ProductionVariants: active?.variants.map((variant, at) =>
        summarize(variant, desired?.variants[at] ?? variant, createdAt),
      ),
    }),
    EndpointStatus: record.status,
    ...present({ FailureReason: failureReason }),
    CreationTime: epochSeconds(createdAt),
    LastModifiedTime: epochSeconds(modifiedAt),
    ...present({
      PendingDeploymentSummary: pending === undefined ? undefined : summarizePending(pending, modifiedAt),
    }),
  };
}

function summarize(variant: VariantSnapshot, desired: VariantSnapshot, resolvedAt: number): object {
  return {
    VariantName: variant.name,
    DeployedImages: variant.containers.map(({ image }) => ({
      SpecifiedImage: image,
      ResolvedImage: image,
      ResolutionTime: epochSeconds(resolvedAt),
    })),
    CurrentWeight: variant.weight,
    DesiredWeight: desired.weight,
    CurrentInstanceCount: variant.instanceCount,
    DesiredInstanceCount: desired.instanceCount,
    ...present({ RoutingConfig: routingConfig(variant) }),
  };
}

function summarizePending(pending: EndpointSnapshot, startTime: number): object {
  return {
    EndpointConfigName: pending.configName,
    ProductionVariants: pending.variants.map((variant) => ({
      VariantName: variant.name,
      DesiredWeight: variant.weight,
      DesiredInstanceCount: variant.instanceCount,
      ...present({ InstanceType: variant.instanceType, RoutingConfig: routingConfig(variant) }),
    })),
    StartTime: epochSeconds(startTime),
  };
}

const routingConfig = ({ routing }: VariantSnapshot) =>
  routing === undefined ? undefined : { RoutingStrategy: routing };
