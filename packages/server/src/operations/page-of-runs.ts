import type { ServiceError } from '../contract/service-error.ts';
import type { Store } from '../platform/store/store.ts';
import type { SparkResourceRecord } from '../serving/records/spark-resource-record.ts';
import { type RunPage, type SparkRunRecord, sparkRunRecords } from '../serving/records/spark-run-record.ts';

export interface AskedRuns extends Omit<RunPage, 'after' | 'limit'> {
  /** The id of the run that the page begins behind. */
  readonly token: string | undefined;
  readonly size: number;
  /** The error for a token that is no run of this resource. */
  readonly invalid: () => ServiceError;
}

/** One page of the runs of a resource, the newest first, and the token of the next. */
export async function pageOfRuns(
  store: Store,
  of: SparkResourceRecord,
  { token, size, invalid, ...asked }: AskedRuns,
): Promise<{ readonly page: readonly SparkRunRecord[]; readonly next: string | undefined }> {
  const after = token === undefined ? undefined : await find(store, token);
  if (token !== undefined && (after?.kind !== of.kind || after.parent !== of.name)) throw invalid();
  const runs = await sparkRunRecords.pageOf(store, of, { ...asked, after, limit: size + 1 });
  const page = runs.slice(0, size);
  return { page, next: runs.length > size ? page.at(-1)?.id : undefined };
}

/** No text of PostgreSQL has the character 0. */
const find = async (store: Store, id: string) => (id.includes('\0') ? undefined : sparkRunRecords.find(store, id));
