import { validationException } from '../../contract/service-error.ts';
import { endpointRecords } from '../../serving/records/endpoint-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { findEndpoint } from './find-endpoint.ts';
import { activeOf, inProgress } from './update-endpoint.ts';

interface UpdateWeightsInput {
  readonly EndpointName: string;
  readonly DesiredWeightsAndCapacities: readonly {
    readonly VariantName: string;
    readonly DesiredWeight?: number;
    readonly DesiredInstanceCount?: number;
  }[];
}

/** Weights take effect at once, on the running chains: nothing is started, so the endpoint is InService again right away. */
export async function updateEndpointWeightsAndCapacities(
  input: UpdateWeightsInput,
  context: OperationContext,
): Promise<object> {
  const record = await findEndpoint(input.EndpointName, context);
  const active = activeOf(record);
  const unknown = input.DesiredWeightsAndCapacities.find(
    ({ VariantName: name }) => !active.variants.some((variant) => variant.name === name),
  );
  if (unknown !== undefined)
    throw validationException(
      `The variant name(s) "${unknown.VariantName}" is/are not present within endpoint configuration "${record.configName}".`,
    );

  const variants = active.variants.map((variant) => {
    const desired = input.DesiredWeightsAndCapacities.find(({ VariantName: name }) => name === variant.name);
    return {
      ...variant,
      weight: desired?.DesiredWeight ?? variant.weight,
      instanceCount: desired?.DesiredInstanceCount ?? variant.instanceCount,
    };
  });
  const change = { active: { ...active, variants }, now: context.now() };
  if (!(await endpointRecords.changeActive(context.store, record, change))) throw inProgress(record);
  const live = await context.endpoints.find(record.name);
  live?.setWeights(new Map(variants.map(({ name, weight }) => [name, weight])));
  return { EndpointArn: record.arn };
}
