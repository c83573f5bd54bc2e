import { ServiceError, validationException } from '../../contract/service-error.ts';
import { sparkResourceRecords } from '../../serving/records/spark-resource-record.ts';
import { sparkRunRecords } from '../../serving/records/spark-run-record.ts';
import type { OperationCall } from '../operation.ts';
import type { OperationContext } from '../operation-context.ts';
import { findApplication } from './find-application.ts';
import type { JobRunRequest } from './job-run-request.ts';
import { jobRunSubmission } from './job-run-submission.ts';
import { tokenId } from './token-id.ts';

/** Runs of an application at once, where it does not say. */
const defaultWidth = 15;

/** The run waits for its turn; an application that is not started is, unless its autoStartConfiguration says no. */
export async function startJobRun(
  request: JobRunRequest,
  context: OperationContext,
  { accessKeyId }: OperationCall,
): Promise<object> {
  checkRequest(request);
  const { applicationId } = request;
  const { record } = await findApplication(applicationId, context);
  const id = tokenId(record.arn, request.clientToken);
  await context.store.transaction().execute(async (transaction) => {
    await sparkResourceRecords.lock(transaction, record.kind, record.name);
    if ((await sparkRunRecords.find(transaction, id)) !== undefined) return;
    const found = await findApplication(applicationId, context, transaction);
    const { state, autoStartConfiguration: autoStart, schedulerConfiguration: scheduler } = found.application;
    if (state !== 'STARTED' && autoStart?.enabled === false)
      throw new ServiceError('ConflictException', `Application ${applicationId} is not started: it is ${state}.`);
    const now = context.now();
    const definition = { ...found.record.definition, state: 'STARTED' };
    await sparkResourceRecords.update(transaction, { ...record, definition, modifiedAt: now });
    const submission = { ...jobRunSubmission(id, request, { found, accessKeyId }) };
    const width = scheduler?.maxConcurrentRuns ?? defaultWidth;
    await sparkRunRecords.insert(transaction, {
      id,
      kind: record.kind,
      parent: record.name,
      createdAt: now,
      definition: { submission, width, face: { ...request, releaseLabel: found.application.releaseLabel } },
    });
  });
  void context.sparkRuns.look();
  return { applicationId, jobRunId: id, arn: `${record.arn}/jobruns/${id}` };
}

function checkRequest({ jobDriver, mode = 'BATCH', retryPolicy }: JobRunRequest): void {
  if (jobDriver?.sparkSubmit === undefined) throw validationException('jobDriver must be sparkSubmit.');
  if (mode !== 'BATCH') throw validationException(`mode must be BATCH: it is ${mode}.`);
  if ((retryPolicy?.maxAttempts ?? 1) > 1)
    throw validationException(
      'retryPolicy.maxAttempts must be 1: a run is not repeated, since a script may have written a part of its output.',
    );
}
