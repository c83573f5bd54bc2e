import { ServiceError } from '../../contract/service-error.ts';
import type { Store } from '../../platform/store/store.ts';
import { endpointRecords } from '../../serving/records/endpoint-record.ts';
import { modelRecords } from '../../serving/records/model-record.ts';
import { transformJobRecords } from '../../serving/records/transform-job-record.ts';
import type { OperationContext, Quotas } from '../operation-context.ts';

interface Counted {
  readonly title: string;
  /** Of the server, which sets it. */
  readonly option: string;
  readonly count: (db: Store) => Promise<number>;
}

const kinds: Readonly<Record<keyof Quotas, Counted>> = {
  models: { title: 'Number of models', option: 'maxModels', count: (db) => modelRecords.count(db) },
  endpoints: { title: 'Number of endpoints', option: 'maxEndpoints', count: (db) => endpointRecords.count(db) },
  transformJobs: {
    title: 'Number of transform jobs that have not ended',
    option: 'maxTransformJobs',
    count: (db) => transformJobRecords.countOpen(db),
  },
};

/**
 * Refuses what an account has too many of, as AWS does. To be called in the transaction that has inserted it, which the error
 * undoes. Calls of the same moment do not see each other in PostgreSQL, and may exceed it together.
 */
export async function checkQuota(db: Store, kind: keyof Quotas, { quotas }: OperationContext): Promise<void> {
  const most = quotas[kind];
  if (most === 0) return;
  const { title, option, count } = kinds[kind];
  const found = await count(db);
  if (found <= most) return;
  throw new ServiceError(
    'ResourceLimitExceeded',
    `The account-level service limit '${title}' is ${most}, with current utilization of ${found - 1} and a request delta of 1. ` +
      `Delete what is not needed any more, or ask who runs this server for a higher ${option}.`,
  );
}
