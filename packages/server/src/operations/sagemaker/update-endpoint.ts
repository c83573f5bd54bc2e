import { present } from '@catenary/scoring/internal/values';
import { validationException } from '../../contract/service-error.ts';
import { busyEndpointStatuses, type EndpointStatus } from '../../contract/statuses.ts';
import type { EndpointRow } from '../../platform/store/tables.ts';
import type { EndpointSnapshot, VariantSnapshot } from '../../serving/endpoint/endpoint-snapshot.ts';
import type { OperationContext } from '../operation-context.ts';
import { takeSnapshot } from './endpoint-snapshot.ts';
import { findEndpoint, findEndpointConfig } from './find-resource.ts';

interface UpdateEndpointInput {
  readonly EndpointName: string;
  readonly EndpointConfigName: string;
  readonly RetainAllVariantProperties?: boolean;
  readonly ExcludeRetainedVariantProperties?: readonly { readonly VariantPropertyType: string }[];
}

/** Starts the new chain beside the old one, which serves until the new one is healthy (all at once). */
export async function updateEndpoint(input: UpdateEndpointInput, context: OperationContext): Promise<object> {
  const row = await findEndpoint(input.EndpointName, context);
  assertUpdatable(row);
  await findEndpointConfig(row.config_name, context);
  const active = JSON.parse(row.active as string) as EndpointSnapshot;
  const snapshot = await takeSnapshot(input.EndpointConfigName, context);
  const pending = input.RetainAllVariantProperties === true ? retain(snapshot, active, input) : snapshot;
  await markUpdating(row, { pending: JSON.stringify(pending) }, context);
  context.endpoints.begin(row.name);
  return { EndpointArn: row.arn };
}

/** Throws unless the endpoint is in a status that allows a change. */
export function assertUpdatable(row: EndpointRow): void {
  if (busyEndpointStatuses.includes(row.status as EndpointStatus))
    throw validationException(`Cannot update in-progress endpoint "${row.arn}".`);
  if (row.status !== 'InService' && row.status !== 'UpdateRollbackFailed') {
    throw validationException(
      `Cannot update endpoint "${row.arn}" in status ${row.status}: delete it and create it again.`,
    );
  }
}

/** Moves to Updating unless another request did meanwhile. */
export async function markUpdating(
  row: EndpointRow,
  change: Partial<EndpointRow>,
  context: OperationContext,
): Promise<void> {
  const updated = await context.store
    .updateTable('endpoint')
    .set({ ...change, status: 'Updating', failure_reason: null, last_modified_time: context.now() })
    .where('name', '=', row.name)
    .where('status', '=', row.status)
    .executeTakeFirst();
  if (updated.numUpdatedRows === 0n) throw validationException(`Cannot update in-progress endpoint "${row.arn}".`);
}

/** Keeps the live weights and instance counts of the variants whose names survive. */
function retain(snapshot: EndpointSnapshot, active: EndpointSnapshot, input: UpdateEndpointInput): EndpointSnapshot {
  const excluded = (input.ExcludeRetainedVariantProperties ?? []).map(({ VariantPropertyType: type }) => type);
  const variants = snapshot.variants.map((variant): VariantSnapshot => {
    const old = active.variants.find(({ name }) => name === variant.name);
    if (old === undefined) return variant;
    return {
      ...variant,
      ...present({
        weight: excluded.includes('DesiredWeight') ? undefined : old.weight,
        instanceCount: excluded.includes('DesiredInstanceCount') ? undefined : old.instanceCount,
      }),
    };
  });
  return { ...snapshot, variants };
}
