import { present } from '@catenary/scoring/internal/values';
import { ServiceError, validationException } from '../../contract/service-error.ts';
import { modelPackageRecords } from '../../serving/records/model-package-record.ts';
import type { ModelPackageRequest, NamedInferenceSpecification } from '../../serving/records/model-package-request.ts';
import type { OperationContext } from '../operation-context.ts';
import { checkSpecifications } from './check-specifications.ts';
import { findModelPackageHead } from './find-model-package.ts';

/** Members that are put in the place of those that are there. */
interface Replacements
  extends Pick<
    ModelPackageRequest,
    | 'ModelApprovalStatus'
    | 'ApprovalDescription'
    | 'InferenceSpecification'
    | 'ModelLifeCycle'
    | 'ModelPackageRegistrationType'
  > {
  readonly SourceUri?: string;
  readonly ModelCard?: object;
}

interface UpdateModelPackageInput extends Replacements {
  readonly ModelPackageArn: string;
  readonly CustomerMetadataProperties?: Readonly<Record<string, string>>;
  readonly CustomerMetadataPropertiesToRemove?: readonly string[];
  readonly AdditionalInferenceSpecificationsToAdd?: readonly NamedInferenceSpecification[];
  /** What an update changes is the same when it is sent again. */
  readonly ClientToken?: string;
}

/** Most pairs of customer metadata, and most additional specifications, as in CreateModelPackage. */
const maxMetadata = 50;
const maxAdditional = 15;

export async function updateModelPackage(input: UpdateModelPackageInput, context: OperationContext): Promise<object> {
  const { arn } = await findModelPackageHead(input.ModelPackageArn, context);
  const { InferenceSpecification: main, AdditionalInferenceSpecificationsToAdd: added } = input;
  await checkSpecifications(
    present({ InferenceSpecification: main, AdditionalInferenceSpecifications: added }),
    context,
  );
  const change = (request: ModelPackageRequest) => changed(request, input);
  const isDone = await context.store
    .transaction()
    .execute((transaction) => modelPackageRecords.update(transaction, arn, { change, now: context.now() }));
  if (!isDone)
    throw new ServiceError('ConflictException', `Model package ${arn} was changed by another request meanwhile.`);
  return { ModelPackageArn: arn };
}

function changed(request: ModelPackageRequest, input: UpdateModelPackageInput): ModelPackageRequest {
  const {
    ModelPackageArn: _arn,
    ClientToken: _token,
    CustomerMetadataProperties: _set,
    CustomerMetadataPropertiesToRemove: _removed,
    AdditionalInferenceSpecificationsToAdd: _added,
    ...replacements
  } = input;
  const { CustomerMetadataProperties: _before, AdditionalInferenceSpecifications: _kept, ...rest } = request;
  return {
    ...rest,
    ...replacements,
    ...present({
      CustomerMetadataProperties: metadataAfter(request, input),
      AdditionalInferenceSpecifications: additionalAfter(request, input),
    }),
  };
}

function metadataAfter(
  { CustomerMetadataProperties: before = {} }: ModelPackageRequest,
  { CustomerMetadataProperties: set = {}, CustomerMetadataPropertiesToRemove: removed = [] }: UpdateModelPackageInput,
): Readonly<Record<string, string>> | undefined {
  const pairs = Object.entries({ ...before, ...set }).filter(([key]) => !removed.includes(key));
  if (pairs.length > maxMetadata)
    throw validationException(
      `A model package can have at most ${maxMetadata} CustomerMetadataProperties; this would make ${pairs.length}.`,
    );
  return pairs.length === 0 ? undefined : Object.fromEntries(pairs);
}

function additionalAfter(
  { AdditionalInferenceSpecifications: before = [] }: ModelPackageRequest,
  { AdditionalInferenceSpecificationsToAdd: added = [] }: UpdateModelPackageInput,
): readonly NamedInferenceSpecification[] | undefined {
  const twice = added.find(({ Name: name }) => before.some((kept) => kept.Name === name));
  if (twice !== undefined)
    throw validationException(`The model package has an inference specification "${twice.Name}" already.`);
  const all = [...before, ...added];
  if (all.length > maxAdditional)
    throw validationException(
      `A model package can have at most ${maxAdditional} AdditionalInferenceSpecifications; this would make ${all.length}.`,
    );
  return all.length === 0 ? undefined : all;
}
