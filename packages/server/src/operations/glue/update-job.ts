import { sparkResourceRecords } from '../../serving/records/spark-resource-record.ts';
import type { OperationContext } from '../operation-context.ts';
import { checkJob } from './check-job.ts';
import { findJob } from './find-job.ts';
import { invalidInput } from './invalid-input.ts';
import type { JobDefinition } from './job-definition.ts';

interface UpdateJobInput {
  readonly JobName: string;
  readonly JobUpdate: Partial<JobDefinition> & { readonly Role?: string };
}

/** Members that are left out are reset: the update is the job. Its tags stay. */
export async function updateJob(
  { JobName, JobUpdate: { Command: command, ...update } }: UpdateJobInput,
  context: OperationContext,
): Promise<object> {
  if (command === undefined || update.Role === undefined) throw invalidInput('JobUpdate needs Role and Command.');
  const definition = { ...update, Command: command };
  checkJob(definition);
  const { kind, name, definition: former } = await findJob(JobName, context);
  const { Tags: tags } = former;
  const kept = tags === undefined ? definition : { ...definition, Tags: tags };
  await sparkResourceRecords.update(context.store, { kind, name, definition: kept, modifiedAt: context.now() });
  return { JobName };
}
