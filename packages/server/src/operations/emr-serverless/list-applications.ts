import { regionOf } from '../../contract/qualified-name.ts';
import { sparkResourceRecords } from '../../serving/records/spark-resource-record.ts';
import type { OperationContext } from '../operation-context.ts';
import type { StoredApplication } from './application-definition.ts';
import { summarizeApplication } from './describe-application.ts';
import { type AskedPage, pageOf } from './page-of.ts';

/** Newest first. */
export async function listApplications(
  { states, ...asked }: AskedPage & { readonly states?: readonly string[] },
  { realm, store }: OperationContext,
): Promise<object> {
  const records = await sparkResourceRecords.list(store, 'emr-application');
  const told = records
    .filter(({ name }) => regionOf(name) === realm.region)
    .map((record) => summarizeApplication({ record, application: record.definition as unknown as StoredApplication }))
    .filter(({ state }) => states?.includes(state) ?? true)
    .toSorted((one, other) => other.createdAt - one.createdAt);
  const { page, next } = pageOf(told, asked);
  return { applications: page, ...next };
}
