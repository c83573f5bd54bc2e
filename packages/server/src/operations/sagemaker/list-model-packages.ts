import { present } from '@catenary/scoring/internal/values';
import { nameOf } from '../../contract/qualified-name.ts';
import {
  type AskedPackages,
  type ModelPackageHead,
  modelPackageRecords,
} from '../../serving/records/model-package-record.ts';
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
  const { store, realm } = context;
  const { ModelPackageGroupName: group } = input;
  const of = group === undefined ? undefined : (await findModelPackageGroup(group, context)).name;
  const asked = askedPackages(input, of);
  const { rows, next } = await listPage(
    { SortOrder: 'Ascending', ...input },
    {
      read: async (listing) =>
        (await modelPackageRecords.list(store, asked, listing)).map((head) => ({ ...head, name: placeOf(head), head })),
      realm,
    },
  );
  const page = rows.map(({ head }) => head);
  const requests = await modelPackageRecords.readableRequests(
    store,
    page.map(({ name }) => name),
  );
  return { ModelPackageSummaryList: page.map((head) => summaryOf(head, requests.get(head.name))), ...next };
}

function askedPackages(
  { ModelPackageType: type, ModelApprovalStatus: approval }: ListModelPackagesInput,
  group: string | undefined,
): AskedPackages {
  const wanted = type ?? (group === undefined ? 'Unversioned' : 'Versioned');
  return present({ group, approval, isVersion: wanted === 'Both' ? undefined : wanted === 'Versioned' });
}

/** The name of a package by itself, or of the group of a version. */
const ownName = ({ name, versionOf }: ModelPackageHead) => nameOf(versionOf?.group ?? name);

/** What it is sorted by, as the store has it: versions as numbers, as names and among those of the same millisecond. */
function placeOf({ name, versionOf }: ModelPackageHead): string {
  return `${versionOf?.group ?? name}/${String(versionOf?.version ?? 0).padStart(10, '0')}`;
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
