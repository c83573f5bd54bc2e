import { present } from '@catenary/scoring/internal/values';
import { validationException } from '../../contract/service-error.ts';
import { busyEndpointStatuses } from '../../contract/statuses.ts';
import type { Deployment } from '../../serving/records/deployment.ts';
import { type EndpointRecord, endpointRecords } from '../../serving/records/endpoint-record.ts';
import type { EndpointSnapshot, VariantSnapshot } from '../../serving/records/endpoint-snapshot.ts';
import { statuses } from '../../serving/records/statuses.ts';
import type { OperationContext } from '../operation-context.ts';
import { findEndpoint } from './find-endpoint.ts';
import { findEndpointConfigHead } from './find-endpoint-config.ts';
import { takeSnapshot } from './take-snapshot.ts';

interface UpdateEndpointInput {
  readonly EndpointName: string;
  readonly EndpointConfigName: string;
  readonly RetainAllVariantProperties?: boolean;
  readonly ExcludeRetainedVariantProperties?: readonly { readonly VariantPropertyType: string }[];
}

/** Starts the new chain beside the old one, which serves until the new one is healthy (all at once). */
export async function updateEndpoint(input: UpdateEndpointInput, context: OperationContext): Promise<object> {
  const record = await findEndpoint(input.EndpointName, context);
  const active = activeOf(record);
  await findEndpointConfigHead(record.configName, context);
  const snapshot = await takeSnapshot(input.EndpointConfigName, context);
  const target = input.RetainAllVariantProperties === true ? retain(snapshot, active, input) : snapshot;
  await beginDeployment(record, { policy: 'all-at-once', target }, context);
  return { EndpointArn: record.arn };
}

/** Writes it, and begins to carry it out. Throws if the endpoint is in progress by now. */
export async function beginDeployment(
  record: EndpointRecord,
  deployment: Deployment,
  context: OperationContext,
): Promise<void> {
  if (!(await endpointRecords.beginUpdate(context.store, record, { deployment, now: context.now() })))
    throw inProgress(record);
  void context.endpoints.reconcile(record.name);
}

/** What an endpoint serves. Throws unless it is in a status that allows a change. */
export function activeOf(record: EndpointRecord): EndpointSnapshot {
  const { arn, status, active } = record;
  if (busyEndpointStatuses.includes(status)) throw inProgress(record);
  if (!statuses.endpoint.next[status].includes('Updating') || active === undefined)
    throw validationException(`Cannot update endpoint "${arn}" in status ${status}: delete it and create it again.`);
  return active;
}

export const inProgress = ({ arn }: EndpointRecord) =>
  validationException(`Cannot update in-progress endpoint "${arn}".`);

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
