import { nameOf } from '../../contract/qualified-name.ts';
import type { SparkResourceRecord } from '../../serving/records/spark-resource-record.ts';
import { capacityOf, type JobDefinition, timeoutOf } from './job-definition.ts';

/** A job as GetJob returns it: what its caller wrote, with what the service fills in. */
export function describeJob({ name, definition, createdAt, modifiedAt }: SparkResourceRecord): object {
  const { Tags: _, ...written } = definition;
  // It was checked when it was stored.
  const job = definition as unknown as JobDefinition;
  return {
    ExecutionProperty: { MaxConcurrentRuns: 1 },
    MaxRetries: 0,
    ...written,
    ...capacityOf(job),
    Name: nameOf(name),
    Timeout: timeoutOf(job),
    CreatedOn: createdAt / 1000,
    LastModifiedOn: modifiedAt / 1000,
  };
}
