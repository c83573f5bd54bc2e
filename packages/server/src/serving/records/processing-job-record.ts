import { present } from '@catenary/scoring/internal/values';
import type { z } from 'zod';
import type { JobStatus } from '../../contract/statuses.ts';
import { listedExecutions, withViolations } from '../../platform/store/listed-executions.ts';
import { type Listing, listed } from '../../platform/store/listing.ts';
import type { Store } from '../../platform/store/store.ts';
import type { ProcessingJobRow } from '../../platform/store/tables.ts';
import type { Zod } from '../../util/load-zod.ts';
import type { ResourceHead } from './defined-records.ts';
import { jobRows } from './job-rows.ts';
import { type ProcessingRequest, processingRequest } from './processing-request.ts';
import { statuses } from './statuses.ts';
import { storedJson } from './stored-json.ts';
import { tagRecords } from './tag-record.ts';

/** A job that a monitoring schedule made is an execution of it. */
export interface ExecutionOf {
  readonly scheduleArn: string;
  /** When it was due, milliseconds since 1970. */
  readonly scheduledTime: number;
  readonly endpoint: string;
  readonly monitoringType: string;
  /** Absent where the definition is in the schedule itself. */
  readonly definitionName?: string;
}

export interface ProcessingJobDefinition {
  readonly request: ProcessingRequest;
  readonly execution?: ExecutionOf;
  /** The job of the same execution that follows when this one is Completed. */
  readonly next?: ProcessingRequest;
  /** The key that created it, where its work has that key's rights. */
  readonly accessKeyId?: string;
}

/** A processing job without its definition. Times are milliseconds since 1970. */
export interface ProcessingJobHead extends ResourceHead {
  readonly status: JobStatus;
  readonly modifiedAt: number;
  readonly failureReason?: string;
  readonly exitMessage?: string;
  readonly startedAt?: number;
  readonly endedAt?: number;
  /** The qualified name of the schedule that made it. */
  readonly schedule?: string;
  /** When an execution was due, as the store sorts them. */
  readonly scheduledAt?: number;
}

export interface ProcessingJobRecord extends ProcessingJobHead {
  readonly definition: ProcessingJobDefinition;
}

export type NewProcessingJob = Pick<ProcessingJobRecord, 'name' | 'arn' | 'createdAt' | 'definition' | 'schedule'>;

/** How a job ended. */
export interface ProcessingJobEnd {
  readonly status: 'Completed' | 'Failed' | 'Stopped';
  readonly failureReason?: string;
  readonly exitMessage?: string;
  readonly endedAt: number;
}

const json = storedJson({
  what: 'processing job',
  schema: (z: Zod): z.ZodType<ProcessingJobDefinition> =>
    z.looseObject({
      request: processingRequest(z),
      execution: z
        .looseObject({
          scheduleArn: z.string(),
          scheduledTime: z.number(),
          endpoint: z.string(),
          monitoringType: z.string(),
          definitionName: z.string().exactOptional(),
        })
        .exactOptional(),
      next: processingRequest(z).exactOptional(),
      accessKeyId: z.string().exactOptional(),
    }),
});

/** The schedule of jobs whose schedule is deleted. */
const deletedSchedule = '';
/** How long the executions of schedules are kept after their end: a quarter of a year. */
const keptMs = 92 * 24 * 3_600_000;
/** Of all schedules. */
const keptCount = 20_000;
const droppedAtOnce = 500;

const headColumns = [
  'name',
  'arn',
  'status',
  'schedule',
  'failure_reason',
  'exit_message',
  'scheduled_time',
  'creation_time',
  'last_modified_time',
  'start_time',
  'end_time',
] as const;

/** The status of an execution: its job is Completed with or without violations. */
export const executionStatus = ({ status, exitMessage }: Pick<ProcessingJobHead, 'status' | 'exitMessage'>): string =>
  exitMessage?.startsWith(withViolations) === true ? withViolations : status;

/** The rows of the table of processing jobs. `db` is the store, or a transaction. */
export const processingJobRecords = {
  ...jobRows('processing_job'),

  /** Creates it InProgress. False if there is one of that name. */
  async insert(db: Store, { name, arn, createdAt, definition, schedule }: NewProcessingJob): Promise<boolean> {
    const { numInsertedOrUpdatedRows: count } = await db
      .insertInto('processing_job')
      .values({
        name,
        arn,
        status: 'InProgress' satisfies JobStatus,
        schedule: schedule ?? null,
        failure_reason: null,
        exit_message: null,
        scheduled_time: definition.execution?.scheduledTime ?? null,
        creation_time: createdAt,
        last_modified_time: createdAt,
        start_time: null,
        end_time: null,
        definition: json.encode(definition),
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    return count !== 0n;
  },

  async find(db: Store, name: string): Promise<ProcessingJobRecord | undefined> {
    const row = await db.selectFrom('processing_job').selectAll().where('name', '=', name).executeTakeFirst();
    return row === undefined ? undefined : recordOf(row);
  },

  /** The same without its definition, which may then be one that cannot be read. */
  async head(db: Store, name: string): Promise<ProcessingJobHead | undefined> {
    const row = await db.selectFrom('processing_job').select(headColumns).where('name', '=', name).executeTakeFirst();
    return row === undefined ? undefined : headOf(row);
  },

  /** Those of a listing; without one, all. */
  async list(db: Store, listing?: Listing): Promise<ProcessingJobHead[]> {
    const heads = db.selectFrom('processing_job').select(headColumns);
    return (await listed(heads, listing, { modified: 'last_modified_time' }).execute()).map(headOf);
  },

  /** Jobs that a schedule made, those of a listing; without a schedule's name, those of all that there are. */
  async executions(db: Store, schedule?: string, listing?: Listing): Promise<ProcessingJobRecord[]> {
    const all = db.selectFrom('processing_job').selectAll();
    const some =
      schedule === undefined ? all.where('schedule', '>', deletedSchedule) : all.where('schedule', '=', schedule);
    return (await listed(some, listing, listedExecutions).execute()).map(recordOf);
  },

  /** The newest that a schedule made. */
  async lastExecution(db: Store, schedule: string): Promise<ProcessingJobRecord | undefined> {
    const row = await db
      .selectFrom('processing_job')
      .selectAll()
      .where('schedule', '=', schedule)
      .orderBy('creation_time', 'desc')
      .orderBy('name', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row === undefined ? undefined : recordOf(row);
  },

  /** Takes the schedule off the jobs that it made: another schedule may get its name. */
  async forgetSchedule(db: Store, schedule: string): Promise<void> {
    await db
      .updateTable('processing_job')
      .set({ schedule: deletedSchedule })
      .where('schedule', '=', schedule)
      .execute();
  },

  /** Drops what schedules made long ago, with its tags. Jobs that a caller made stay: a definition may name one as its baseline. */
  async dropOld(db: Store, now: number): Promise<void> {
    const ended = db.selectFrom('processing_job').where('schedule', 'is not', null).where('end_time', 'is not', null);
    const last = await ended
      .select('end_time')
      .orderBy('end_time', 'desc')
      .offset(keptCount)
      .limit(1)
      .executeTakeFirst();
    const oldest = Math.max(now - keptMs, Number(last?.end_time ?? -1) + 1);
    const old = await ended.select(['name', 'arn']).where('end_time', '<', oldest).limit(droppedAtOnce).execute();
    if (old.length === 0) return;
    await db.transaction().execute(async (transaction) => {
      for (const { name, arn } of old) {
        await transaction.deleteFrom('processing_job').where('name', '=', name).execute();
        await tagRecords.removeAll(transaction, arn);
      }
    });
  },

  /** False if it has ended already. */
  async end(
    db: Store,
    name: string,
    { status, failureReason, exitMessage, endedAt }: ProcessingJobEnd,
  ): Promise<boolean> {
    const { numUpdatedRows: count } = await db
      .updateTable('processing_job')
      .set({
        status,
        failure_reason: failureReason ?? null,
        exit_message: exitMessage ?? null,
        end_time: endedAt,
        last_modified_time: endedAt,
      })
      .where('name', '=', name)
      .where('status', 'in', statuses.job.sourcesOf(status))
      .executeTakeFirst();
    return count > 0n;
  },
};

const recordOf = (row: ProcessingJobRow): ProcessingJobRecord => ({
  ...headOf(row),
  definition: json.decode(row.definition, row.name),
});

function headOf(row: Pick<ProcessingJobRow, (typeof headColumns)[number]>): ProcessingJobHead {
  return {
    name: row.name,
    arn: row.arn,
    status: row.status as JobStatus,
    createdAt: row.creation_time,
    modifiedAt: row.last_modified_time,
    ...present({
      schedule: row.schedule === deletedSchedule ? undefined : (row.schedule ?? undefined),
      scheduledAt: row.scheduled_time ?? undefined,
      failureReason: row.failure_reason ?? undefined,
      exitMessage: row.exit_message ?? undefined,
      startedAt: row.start_time ?? undefined,
      endedAt: row.end_time ?? undefined,
    }),
  };
}
