import { present } from '@catenary/scoring/internal/values';
import { nameOf } from '../../contract/qualified-name.ts';
import type { EndpointSnapshot, VariantSnapshot } from '../../serving/endpoint/endpoint-snapshot.ts';
import type { OperationContext } from '../operation-context.ts';
import { epochSeconds } from './epoch-seconds.ts';
import { findEndpoint } from './find-resource.ts';

export async function describeEndpoint(input: { EndpointName: string }, context: OperationContext): Promise<object> {
  const row = await findEndpoint(input.EndpointName, context);
  const active = row.active === null ? undefined : (JSON.parse(row.active) as EndpointSnapshot);
  const pending =
    row.pending === null || row.status !== 'Updating' ? undefined : (JSON.parse(row.pending) as EndpointSnapshot);
  return {
    EndpointName: nameOf(row.name),
    EndpointArn: row.arn,
    EndpointConfigName: row.config_name,
    ...present({
      ProductionVariants:
        active === undefined ? undefined : active.variants.map((variant) => summarize(variant, row.creation_time)),
    }),
    EndpointStatus: row.status,
    ...present({ FailureReason: row.failure_reason ?? undefined }),
    CreationTime: epochSeconds(row.creation_time),
    LastModifiedTime: epochSeconds(row.last_modified_time),
    ...present({
      PendingDeploymentSummary: pending === undefined ? undefined : summarizePending(pending, row.last_modified_time),
    }),
  };
}

function summarize(variant: VariantSnapshot, resolvedAt: number): object {
  return {
    VariantName: variant.name,
    DeployedImages: variant.containers.map(({ image }) => ({
      SpecifiedImage: image,
      ResolvedImage: image,
      ResolutionTime: epochSeconds(resolvedAt),
    })),
    CurrentWeight: variant.weight,
    DesiredWeight: variant.weight,
    CurrentInstanceCount: variant.instanceCount,
    DesiredInstanceCount: variant.instanceCount,
  };
}

function summarizePending(pending: EndpointSnapshot, startTime: number): object {
  return {
    EndpointConfigName: pending.configName,
    ProductionVariants: pending.variants.map((variant) => ({
      VariantName: variant.name,
      DesiredWeight: variant.weight,
      DesiredInstanceCount: variant.instanceCount,
      ...present({ InstanceType: variant.instanceType }),
    })),
    StartTime: epochSeconds(startTime),
  };
}
