import { present } from '@catenary/scoring/internal/values';
import { arnOf } from '../../contract/arn.ts';
import { nameOf, qualify } from '../../contract/qualified-name.ts';
import { ServiceError, validationException } from '../../contract/service-error.ts';
import type { StoreTransaction } from '../../platform/store/store.ts';
import { modelPackageGroupRecords } from '../../serving/records/model-package-group-record.ts';
import { type ModelPackageHead, modelPackageRecords } from '../../serving/records/model-package-record.ts';
import type { ModelPackageRequest } from '../../serving/records/model-package-request.ts';
import type { Tag } from '../../serving/records/tag-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { checkSpecifications } from './check-specifications.ts';
import { findModelPackageGroup } from './find-model-package-group.ts';
import { insertTags } from './tags.ts';

type CreateModelPackageInput = ModelPackageRequest & {
  readonly Tags?: readonly Tag[];
  readonly ClientToken?: string;
};

/** What is to be made: a package by itself, or the next version of a group. Names are qualified. */
type Place = { readonly name: string } | { readonly group: string };

interface NewPackage {
  readonly place: Place;
  readonly request: ModelPackageRequest;
  readonly tags: readonly Tag[];
  readonly token: string | undefined;
}

/**
 * Registers containers. A request that is sent again, with the same ClientToken, gets the package that it made before:
 * clients repeat a request whose answer was lost.
 */
export async function createModelPackage(
  { Tags: tags = [], ClientToken: clientToken, ...input }: CreateModelPackageInput,
  context: OperationContext,
): Promise<object> {
  const place = await placeOf(input, context);
  if ('group' in place && tags.length > 0)
    throw validationException(
      'Tags is not taken with ModelPackageGroupName: a version has the tags of its group. Tag the group.',
    );
  const token = clientToken === undefined ? undefined : qualify(context.realm, clientToken);
  const repeated = await findRepeated(token, place, context);
  if (repeated !== undefined) return { ModelPackageArn: repeated };
  await checkSpecifications(input, context);
  const made: NewPackage = { place, request: requestOf(input, place), tags, token };
  const arn = await context.store.transaction().execute((transaction) => insert(transaction, made, context));
  const found = arn ?? (await findRepeated(token, place, context));
  if (found !== undefined) return { ModelPackageArn: found };
  const taken = arnOf(context.realm, 'model-package', input.ModelPackageName ?? '');
  throw validationException(`Cannot create already existing model package "${taken}".`);
}

async function placeOf(
  { ModelPackageName: name, ModelPackageGroupName: group }: ModelPackageRequest,
  context: OperationContext,
): Promise<Place> {
  if (name !== undefined && group !== undefined)
    throw validationException(
      'Both ModelPackageName and ModelPackageGroupName are provided in the input. Cannot determine which one to use.',
    );
  if (name !== undefined) return { name: qualify(context.realm, name) };
  if (group === undefined) throw validationException('Missing ARN.');
  return { group: (await findModelPackageGroup(group, context)).name };
}

/** The package that the request of this token made before. Throws ConflictException if that was another request. */
async function findRepeated(
  token: string | undefined,
  place: Place,
  context: OperationContext,
): Promise<string | undefined> {
  const found = token === undefined ? undefined : await modelPackageRecords.headByToken(context.store, token);
  if (found === undefined) return undefined;
  if (isAt(place, found)) return found.arn;
  throw new ServiceError('ConflictException', `The ClientToken was used before, to make ${found.arn}.`);
}

const isAt = (place: Place, { name, versionOf }: ModelPackageHead) =>
  'group' in place ? versionOf?.group === place.group : name === place.name;

/** As it is kept: by the group's own name, and waiting for approval if it is a version. */
function requestOf(request: ModelPackageRequest, place: Place): ModelPackageRequest {
  if ('name' in place) return request;
  return { ModelApprovalStatus: 'PendingManualApproval', ...request, ModelPackageGroupName: nameOf(place.group) };
}

/** Gives its ARN; undefined if there is one of that name or token. */
async function insert(
  transaction: StoreTransaction,
  { place, request, tags, token }: NewPackage,
  context: OperationContext,
): Promise<string | undefined> {
  const versionOf = 'group' in place ? await takeVersion(transaction, place.group, context) : undefined;
  const name = 'name' in place ? place.name : `${place.group}/${versionOf?.version}`;
  const arn = arnOf(context.realm, 'model-package', nameOf(name));
  const record = { name, arn, createdAt: context.now(), request, ...present({ versionOf, token }) };
  if (!(await modelPackageRecords.insert(transaction, record))) return undefined;
  await insertTags(transaction, arn, tags);
  return arn;
}

async function takeVersion(transaction: StoreTransaction, group: string, { realm }: OperationContext) {
  const version = await modelPackageGroupRecords.takeVersion(transaction, group);
  if (version !== undefined) return { group, version };
  // It was deleted after it was found.
  throw validationException(`ModelPackageGroup ${arnOf(realm, 'model-package-group', nameOf(group))} does not exist.`);
}
