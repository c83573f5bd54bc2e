import { randomBytes } from 'node:crypto';
import { present } from '@catenary/scoring/internal/values';
import { ServiceError } from '../../contract/service-error.ts';
import type { Store } from '../../platform/store/store.ts';
import { sparkResourceRecords } from '../../serving/records/spark-resource-record.ts';
import { sparkRunRecords } from '../../serving/records/spark-run-record.ts';
import type { OperationCall } from '../operation.ts';
import type { OperationContext } from '../operation-context.ts';
import { checkArguments } from './check-arguments.ts';
import { findJob } from './find-job.ts';
import { findRun } from './find-run.ts';
import { glueSubmission } from './glue-submission.ts';
import { invalidInput } from './invalid-input.ts';
import { type Arguments, capacityOf, type JobDefinition, timeoutOf } from './job-definition.ts';
import { notFound } from './not-found.ts';

interface StartJobRunInput
  extends Pick<
    JobDefinition,
    | 'AllocatedCapacity'
    | 'MaxCapacity'
    | 'WorkerType'
    | 'NumberOfWorkers'
    | 'Timeout'
    | 'ExecutionClass'
    | 'SecurityConfiguration'
    | 'NotificationProperty'
    | 'JobRunQueuingEnabled'
  > {
  readonly JobName: string;
  /** A run that is repeated. */
  readonly JobRunId?: string;
  readonly Arguments?: Arguments;
}

export async function startJobRun(
  { JobName, JobRunId: previous, Arguments: given, ...input }: StartJobRunInput,
  context: OperationContext,
  call: OperationCall,
): Promise<object> {
  checkArguments(given);
  if (input.MaxCapacity !== undefined && (input.WorkerType ?? input.NumberOfWorkers) !== undefined)
    throw invalidInput('MaxCapacity cannot be given together with WorkerType or NumberOfWorkers.');
  const { store, realm, now } = context;
  const record = await findJob(JobName, context);
  // It was checked when it was stored.
  const job = record.definition as unknown as JobDefinition;
  const repeated = previous === undefined ? undefined : await findRun(JobName, previous, context);
  const runId = `jr_${randomBytes(32).toString('hex')}`;
  const asked = { ...capacityFrom(job), ...input };
  const timeoutMinutes = timeoutOf({ ...job, ...input });
  const run = { job: JobName, definition: job, arguments: given ?? {}, runId, timeoutMinutes, realm };
  const submission = glueSubmission({ ...run, accessKeyId: call.accessKeyId });
  const { MaxConcurrentRuns: width = 1 } = job.ExecutionProperty ?? {};
  const isQueued = input.JobRunQueuingEnabled ?? job.JobRunQueuingEnabled ?? false;
  const attempt = repeated === undefined ? 0 : Number(repeated.definition.face['Attempt'] ?? 0) + 1;
  const kept = present({ Arguments: given, PreviousRunId: previous, GlueVersion: job.GlueVersion });
  const face = {
    ...input,
    ...capacityOf({ ...job, ...asked }),
    ...kept,
    Timeout: timeoutMinutes,
    Attempt: attempt,
    isQueued,
  };
  const definition = { submission: { ...submission }, width, face };
  await store.transaction().execute(async (transaction) => {
    if (!(await sparkResourceRecords.lock(transaction, 'glue-job', record.name))) throw notFound.job(JobName);
    if (!isQueued) await assertRoom(transaction, record.name, { JobName, width });
    await sparkRunRecords.insert(transaction, {
      id: runId,
      kind: 'glue-job',
      parent: record.name,
      createdAt: now(),
      definition,
    });
  });
  void context.sparkRuns.look();
  return { JobRunId: runId };
}

const capacityFrom = ({ WorkerType, NumberOfWorkers, ExecutionClass }: JobDefinition) =>
  present({ WorkerType, NumberOfWorkers, ExecutionClass });

async function assertRoom(
  transaction: Store,
  parent: string,
  { JobName, width }: { readonly JobName: string; readonly width: number },
): Promise<void> {
  if ((await sparkRunRecords.countUnfinished(transaction, 'glue-job', parent)) >= width)
    throw new ServiceError('ConcurrentRunsExceededException', `Concurrent runs exceeded for ${JobName}`);
}
