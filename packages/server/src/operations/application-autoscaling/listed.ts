import { present } from '@catenary/scoring/internal/values';
import { ServiceError } from '../../contract/service-error.ts';
import { type ScalingKind, type ScalingRecord, scalingRecords } from '../../serving/records/scaling-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { pageBehind } from '../page-behind.ts';
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
  const { page, next } = pageBehind(found, ({ resourceId, name }) => `${resourceId} ${name}`, {
    token: input.NextToken,
    size: Math.min(maxPage, input.MaxResults ?? maxPage),
    prefix: 'endpoint/',
    invalid: () => new ServiceError('InvalidNextTokenException', 'The next token is invalid.'),
  });
  return { page, next: present({ NextToken: next }) };
}

/** How every answer says what it is about. */
export const resourceOf = ({ resourceId, dimension, createdAt }: ScalingRecord) => ({
  ServiceNamespace: 'sagemaker',
  ResourceId: resourceId,
  ScalableDimension: dimension,
  CreationTime: createdAt / 1000,
});
