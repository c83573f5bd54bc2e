import { present } from '@catenary/scoring/internal/values';
import { nameOf, regionOf } from '../../contract/qualified-name.ts';
import { type ModelPackageHead, modelPackageRecords } from '../../serving/records/model-package-record.ts';
import type { ModelPackageRequest } from '../../serving/records/model-package-request.ts';
import type { OperationContext } from '../operation-context.ts';
import { epochSeconds } from './epoch-seconds.ts';
import { findModelPackageGroup } from './find-model-package-group.ts';
import { type ListInput, listPage } from './list-page.ts';

interface ListModelPackagesInput extends ListInput {
  readonly ModelPackageGroupName?: string;
  readonly ModelApprovalStatus?: string;
  readonly ModelPackageType?: 'Versioned' | 'Unversioned' | 'Both';
}

/** By itself a package is listed unless versions are asked for: by their type, or by their group. */
export async function listModelPackages(input: ListModelPackagesInput, context: OperationContext): Promise<object> {
  const { ModelPackageGroupName: group, NameContains: part = '', ...order } = input;
  const of = group === undefined ? undefined : (await findModelPackageGroup(group, context)).name;
  const heads = (await modelPackageRecords.list(context.store, of)).filter((head) => isWanted(head, input, context));
  const listed = heads
    .filter((head) => ownName(head).includes(part))
    .map((head) => ({ ...head, name: placeOf(head), head }));
  const { rows, next } = listPage(listed, { SortOrder: 'Ascending', ...order });
  const page = rows.map(({ head }) => head);
  const requests = await modelPackageRecords.readableRequests(
    context.store,
    page.map(({ name }) => name),
  );
  return { ModelPackageSummaryList: page.map((head) => summaryOf(head, requests.get(head.name))), ...next };
}

function isWanted(
  { name, versionOf, approval }: ModelPackageHead,
  { ModelApprovalStatus: status, ModelPackageGroupName: group, ModelPackageType: type }: ListModelPackagesInput,
  { realm }: OperationContext,
): boolean {
  const wanted = type ?? (group === undefined ? 'Unversioned' : 'Versioned');
  return (
    regionOf(name) === realm.region &&
    (status === undefined || status === approval) &&
    (wanted === 'Both' || (wanted === 'Versioned') === (versionOf !== undefined))
  );
}

/** The name of a package by itself, or of the group of a version. */
const ownName = ({ name, versionOf }: ModelPackageHead) => nameOf(versionOf?.group ?? name);

/** What it is sorted by: versions as numbers, as names and among those of the same millisecond. */
function placeOf(head: ModelPackageHead): string {
  return `${ownName(head)}/${String(head.versionOf?.version ?? 0).padStart(10, '0')}`;
}

function summaryOf(head: ModelPackageHead, request: ModelPackageRequest | undefined): object {
  const { arn, createdAt, versionOf, approval } = head;
  return {
    ...(versionOf === undefined
      ? { ModelPackageName: ownName(head) }
      : { ModelPackageGroupName: ownName(head), ModelPackageVersion: versionOf.version }),
    ...present({
      ModelPackageDescription: request?.ModelPackageDescription,
      ModelApprovalStatus: approval,
      ModelLifeCycle: request?.ModelLifeCycle,
      ModelPackageRegistrationType: request?.ModelPackageRegistrationType,
    }),
    ModelPackageArn: arn,
    CreationTime: epochSeconds(createdAt),
    ModelPackageStatus: 'Completed',
  };
}
