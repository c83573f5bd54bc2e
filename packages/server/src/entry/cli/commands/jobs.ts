import { own } from '@catenary/scoring/internal/names';
import type { ApiClient } from '../api-client.ts';
import { CommandError } from '../command.ts';
import type { ServerFlags } from '../flags/server-flags.ts';
import { printResult } from '../print-result.ts';
import { connect } from '../server/connect.ts';
import { ifThere } from '../server/if-there.ts';
import { type Item, listAll } from '../server/list-all.ts';
import { showDate } from '../server/show-date.ts';
import { showTable } from '../server/show-table.ts';

/** `catenary jobs`: transform jobs, the newest first; with a name, how far one is. */
export async function jobs(flags: ServerFlags, name?: string): Promise<void> {
  const client = await connect(flags);
  if (name === undefined) {
    const listing = { operation: 'ListTransformJobs', member: 'TransformJobSummaries' };
    const all = await listAll(client, listing);
    return printResult(flags, { jobs: all }, () => showAll(all));
  }
  const job = await describe(client, name);
  printResult(flags, job, () => showOne(job));
}

interface JobFacts {
  readonly job: Item;
  readonly progress: Item;
}

async function describe(client: ApiClient, name: string): Promise<JobFacts> {
  const job = await ifThere(client.operation('DescribeTransformJob', { TransformJobName: name }));
  if (job === undefined)
    throw new CommandError(`There is no transform job ${name}; catenary jobs lists those that there are.`);
  const path = `/_catenary/transform-jobs/${encodeURIComponent(name)}`;
  const { body } = await client.send({ method: 'GET', path, service: 'sagemaker' });
  return { job, progress: JSON.parse(body.toString()) as Item };
}

function showAll(all: readonly Item[]): string {
  if (all.length === 0) return 'no transform jobs';
  const lines = all.map((job) => [
    String(job.TransformJobName),
    String(job.TransformJobStatus),
    showDate(job.CreationTime),
    showDate(job.TransformEndTime),
  ]);
  return showTable([['transform job', 'status', 'made', 'ended'], ...lines]);
}

/** What `/_catenary/transform-jobs/{name}` says, in the order of the lines. */
const facts = {
  records: 'records',
  rejected: 'set apart',
  objectsDone: 'objects done',
  objects: 'objects',
  recordsPerSecond: 'records a second',
  secondsLeft: 'seconds left',
} as const;

function showOne({ job, progress }: JobFacts): string {
  const { TransformJobName, TransformJobStatus, ModelName, FailureReason } = job;
  const heading = `${String(TransformJobName)}: ${String(TransformJobStatus)}, model ${String(ModelName)}`;
  const reason = FailureReason === undefined ? [] : [String(FailureReason)];
  const lines = Object.entries(facts).flatMap(([member, title]) => {
    const value = own(progress, member);
    return value === undefined ? [] : [`${title}: ${String(value)}`];
  });
  return [heading, ...reason, ...lines].join('\n');
}
