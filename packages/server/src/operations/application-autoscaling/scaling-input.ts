import { qualify } from '../../contract/qualified-name.ts';
import { ServiceError } from '../../contract/service-error.ts';
import { endpointRecords } from '../../serving/records/endpoint-record.ts';
import { type ScalingRecord, type ScalingResource, scalingRecords } from '../../serving/records/scaling-record.ts';
import { instanceDimension as dimension, scaledVariant } from '../../serving/scaling/scaled-variant.ts';
import type { OperationContext } from '../operation-context.ts';

/** How every request of the API says what it is about. */
export interface ScalingInput {
  readonly ServiceNamespace: string;
  readonly ResourceId: string;
  readonly ScalableDimension: string;
}

/** A variant of an endpoint, by the resource id of the API. */
export interface ScaledVariant extends ScalingResource {
  readonly endpoint: string;
  readonly variant: string;
}

export const refused = (message: string) => new ServiceError('ValidationException', message);

export function assertNamespace(namespace: string): void {
  if (namespace !== 'sagemaker')
    throw refused(`The service namespace ${namespace} is not offered by this server: it has sagemaker.`);
}

/** Throws `ServiceError` for what is not a variant. */
export function readVariant(input: ScalingInput, { realm }: Pick<OperationContext, 'realm'>): ScaledVariant {
  assertNamespace(input.ServiceNamespace);
  if (input.ScalableDimension !== dimension)
    throw refused(
      `The scalable dimension ${input.ScalableDimension} is not offered by this server: it has ${dimension}.`,
    );
  const names = scaledVariant(input.ResourceId);
  if (names === undefined)
    throw refused(
      `The resource id ${input.ResourceId.slice(0, 200)} must have the form endpoint/<endpoint>/variant/<variant>.`,
    );
  return { region: realm.region, resourceId: input.ResourceId, dimension, ...names };
}

/** Throws `ServiceError` if the endpoint, or the variant of it, is not there. */
export async function assertVariant(
  { endpoint, variant }: ScaledVariant,
  { store, realm }: OperationContext,
): Promise<void> {
  const record = await endpointRecords.find(store, qualify(realm, endpoint));
  if (record === undefined) throw refused(`Endpoint ${endpoint} does not exist.`);
  const variants = record.active?.variants ?? [];
  const found = variants.find(({ name }) => name === variant);
  if (found?.serverless !== undefined) throw refused(`Variant ${variant} is serverless: it has no instances to scale.`);
  if (found !== undefined) return;
  const has = variants.length === 0 ? `is ${record.status}` : `has ${variants.map(({ name }) => name).join(', ')}`;
  throw refused(`Variant ${variant} does not exist: the endpoint ${endpoint} ${has}.`);
}

/** Throws `ServiceError` if it is not registered. */
export async function requireTarget(
  resource: ScalingResource,
  { store }: Pick<OperationContext, 'store'>,
): Promise<ScalingRecord> {
  const found = await scalingRecords.find(store, { ...resource, kind: 'target', name: '' });
  if (found !== undefined) return found;
  throw new ServiceError(
    'ObjectNotFoundException',
    `No scalable target registered for service namespace: sagemaker, resource ID: ${resource.resourceId}, scalable dimension: ${resource.dimension}.`,
  );
}
