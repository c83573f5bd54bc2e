import { present } from '@catenary/scoring/internal/values';
import { ServiceError } from '../../contract/service-error.ts';
import { placeOf, type ScalingKind, type ScalingRecord, scalingRecords } from '../../serving/records/scaling-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { pageInStore } from '../page-in-store.ts';
import { readTextToken, writeTextToken } from '../page-token.ts';
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
  input: ListInput & { readonly isAsked?: ((record: ScalingRecord) => boolean) | undefined },
  { store, realm }: OperationContext,
): Promise<{ readonly page: readonly ScalingRecord[]; readonly next: { readonly NextToken?: string } }> {
  assertNamespace(input.ServiceNamespace);
  const { ResourceId: resourceId, ScalableDimension: dimension, MaxResults: size = maxPage, isAsked } = input;
  const { page, next } = await pageInStore<ScalingRecord, string>(
    {
      read: (after, limit) =>
        scalingRecords.pageOf(store, kind, { region: realm.region, resourceId, dimension, after, limit }),
      placeOf,
      isWanted: isAsked,
    },
    { after: input.NextToken === undefined ? undefined : readToken(input.NextToken), size: Math.min(maxPage, size) },
  );
  return { page, next: present({ NextToken: next === undefined ? undefined : writeTextToken(next) }) };
}

function readToken(token: string): string {
  const place = readTextToken(token);
  if (place?.startsWith('endpoint/') === true) return place;
  throw new ServiceError('InvalidNextTokenException', 'The next token is invalid.');
}

/** How every answer says what it is about. */
export const resourceOf = ({ resourceId, dimension, createdAt }: ScalingRecord) => ({
  ServiceNamespace: 'sagemaker',
  ResourceId: resourceId,
  ScalableDimension: dimension,
  CreationTime: createdAt / 1000,
});
