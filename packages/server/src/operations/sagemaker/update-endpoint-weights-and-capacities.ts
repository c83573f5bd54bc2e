import { validationException } from '../../contract/service-error.ts';
import type { EndpointSnapshot } from '../../serving/endpoint/endpoint-snapshot.ts';
import type { OperationContext } from '../operation-context.ts';
import { findEndpoint } from './find-resource.ts';
import { assertUpdatable } from './update-endpoint.ts';

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
  const row = await findEndpoint(input.EndpointName, context);
  assertUpdatable(row);
  const active = JSON.parse(row.active as string) as EndpointSnapshot;
  const unknown = input.DesiredWeightsAndCapacities.find(
    ({ VariantName: name }) => !active.variants.some((variant) => variant.name === name),
  );
  if (unknown !== undefined)
    throw validationException(
      `The variant name(s) "${unknown.VariantName}" is/are not present within endpoint configuration "${row.config_name}".`,
    );

  const variants = active.variants.map((variant) => {
    const desired = input.DesiredWeightsAndCapacities.find(({ VariantName: name }) => name === variant.name);
    return {
      ...variant,
      weight: desired?.DesiredWeight ?? variant.weight,
      instanceCount: desired?.DesiredInstanceCount ?? variant.instanceCount,
    };
  });
  const updated = await context.store
    .updateTable('endpoint')
    .set({ active: JSON.stringify({ ...active, variants }), last_modified_time: context.now() })
    .where('name', '=', row.name)
    .where('status', '=', row.status)
    .where('active', '=', row.active)
    .executeTakeFirst();
  if (updated.numUpdatedRows === 0n) throw validationException(`Cannot update in-progress endpoint "${row.arn}".`);
  const live = await context.endpoints.find(row.name);
  live?.setWeights(new Map(variants.map(({ name, weight }) => [name, weight])));
  return { EndpointArn: row.arn };
}
