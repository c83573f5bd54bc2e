import { present } from '@catenary/scoring/internal/values';
import { ServiceError } from '../../contract/service-error.ts';
import { type ScalingKind, type ScalingRecord, scalingRecords } from '../../serving/records/scaling-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { assertNamespace } from './scaling-input.ts';

/** What the describing operations have in common. */
export interface ListInput {
  readonly ServiceNamespace: string;
  readonly ResourceId?: string;
  readonly ScalableDimension?: string;
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

/** More than this is not on one page (Application Auto Scaling API reference). */
const maxPage = 50;

/** One page of what there is of a kind, in order of resource and name. */
export async function listed(
  kind: ScalingKind,
  input: ListInput & { readonly isAsked?: (record: ScalingRecord) => boolean },
  { store, realm }: OperationContext,
): Promise<{ readonly page: readonly ScalingRecord[]; readonly next: { readonly NextToken?: string } }> {
  assertNamespace(input.ServiceNamespace);
  const { ResourceId: id, ScalableDimension: dimension, isAsked = () => true } = input;
  const found = (await scalingRecords.list(store, kind, realm.region)).filter(
    (record) =>
      (id === undefined || record.resourceId === id) &&
      (dimension === undefined || record.dimension === dimension) &&
      isAsked(record),
  );
  const keyOf = ({ resourceId, name }: ScalingRecord) => `${resourceId} ${name}`;
  const after = readToken(input.NextToken);
  const rest = found
    .filter((record) => keyOf(record) > after)
    .toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
  const page = rest.slice(0, Math.min(maxPage, input.MaxResults ?? maxPage));
  const last = page.at(-1);
  const isMore = rest.length > page.length && last !== undefined;
  return { page, next: present({ NextToken: isMore ? Buffer.from(keyOf(last)).toString('base64url') : undefined }) };
}

function readToken(token: string | undefined): string {
  if (token === undefined) return '';
  const key = Buffer.from(token, 'base64url').toString();
  if (key.startsWith('endpoint/')) return key;
  throw new ServiceError('InvalidNextTokenException', 'The next token is invalid.');
}

/** How every answer says what it is about. */
export const resourceOf = ({ resourceId, dimension, createdAt }: ScalingRecord) => ({
  ServiceNamespace: 'sagemaker',
  ResourceId: resourceId,
  ScalableDimension: dimension,
  CreationTime: createdAt / 1000,
});
