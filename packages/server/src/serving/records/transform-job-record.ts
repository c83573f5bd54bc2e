import { present } from '@catenary/scoring/internal/values';
import type { JobStatus } from '../../contract/statuses.ts';
import { countRows } from '../../platform/store/count-rows.ts';
import { type Listing, listed } from '../../platform/store/listing.ts';
import type { Store } from '../../platform/store/store.ts';
import type { TransformJobRow } from '../../platform/store/tables.ts';
import type { StageDefinition } from '../container/stage-definition.ts';
import type { ResourceHead } from './defined-records.ts';
import { jobRows } from './job-rows.ts';
import { statuses } from './statuses.ts';
import { storedContainers } from './stored-containers.ts';
import { checkStored, parseStored, storedJson } from './stored-json.ts';
import { type TransformRequest, transformRequest } from './transform-request.ts';

/** A transform job without its request. Times are milliseconds since 1970. */
export interface TransformJobHead extends ResourceHead {
  readonly status: JobStatus;
  readonly modifiedAt: number;
  readonly failureReason?: string;
  readonly startedAt?: number;
  readonly endedAt?: number;
}

export interface TransformJobRecord extends TransformJobHead {
  readonly request: TransformRequest;
  /** The model's containers at creation: deleting the model does not hurt a running job. */
  readonly containers: readonly StageDefinition[];
}

export type NewTransformJob = Pick<TransformJobRecord, 'name' | 'arn' | 'createdAt' | 'request' | 'containers'>;

/** How a job ended. */
export interface TransformJobEnd {
  readonly status: 'Completed' | 'Failed' | 'Stopped';
  readonly failureReason: string | null;
  readonly endedAt: number;
}

const requestJson = storedJson({ what: 'transform job', schema: transformRequest });

const headColumns = [
  'name',
  'arn',
  'status',
  'failure_reason',
  'creation_time',
  'last_modified_time',
  'start_time',
  'end_time',
] as const;

/** The rows of the table of transform jobs. `db` is the store, or a transaction. */
export const transformJobRecords = {
  ...jobRows('transform_job'),

  /** Creates it InProgress. False if there is one of that name. */
  async insert(db: Store, { name, arn, createdAt, request, containers }: NewTransformJob): Promise<boolean> {
    const { numInsertedOrUpdatedRows: count } = await db
      .insertInto('transform_job')
      .values({
        name,
        arn,
        status: 'InProgress' satisfies JobStatus,
        failure_reason: null,
        creation_time: createdAt,
        last_modified_time: createdAt,
        start_time: null,
        end_time: null,
        definition: requestJson.encode(request),
        containers: JSON.stringify(containers),
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst();
    return count !== 0n;
  },

  async find(db: Store, name: string): Promise<TransformJobRecord | undefined> {
    const row = await db.selectFrom('transform_job').selectAll().where('name', '=', name).executeTakeFirst();
    if (row === undefined) return undefined;
    return { ...headOf(row), request: requestJson.decode(row.definition, name), containers: containersOf(row) };
  },

  /** The same without its request and containers, which may then be some that cannot be read. */
  async head(db: Store, name: string): Promise<TransformJobHead | undefined> {
    const row = await db.selectFrom('transform_job').select(headColumns).where('name', '=', name).executeTakeFirst();
    return row === undefined ? undefined : headOf(row);
  },

  /** Those of a listing; without one, all. */
  async list(db: Store, listing?: Listing): Promise<TransformJobHead[]> {
    const heads = db.selectFrom('transform_job').select(headColumns);
    return (await listed(heads, listing, { modified: 'last_modified_time' }).execute()).map(headOf);
  },

  /** How many have not ended. */
  async countOpen(db: Store): Promise<number> {
    return countRows(
      db.selectFrom('transform_job').where('status', 'in', ['InProgress', 'Stopping'] satisfies JobStatus[]),
    );
  },

  /** The containers of jobs that are InProgress. */
  async containersInUse(db: Store): Promise<StageDefinition[]> {
    const rows = await db
      .selectFrom('transform_job')
      .select(['name', 'containers'])
      .where('status', '=', 'InProgress' satisfies JobStatus)
      .execute();
    return rows.flatMap(containersOf);
  },

  /** False if its status does not allow that (`statuses`): it has ended already. */
  async end(db: Store, name: string, { status, failureReason, endedAt }: TransformJobEnd): Promise<boolean> {
    const { numUpdatedRows: count } = await db
      .updateTable('transform_job')
      .set({ status, failure_reason: failureReason, end_time: endedAt, last_modified_time: endedAt })
      .where('name', '=', name)
      .where('status', 'in', statuses.job.sourcesOf(status))
      .executeTakeFirst();
    return count > 0n;
  },
};

/** A list has no place for a version: that of the request counts for both. */
function containersOf({ name, containers }: Pick<TransformJobRow, 'name' | 'containers'>): readonly StageDefinition[] {
  const subject = `The list of containers of the stored transform job ${name}`;
  return checkStored(storedContainers, parseStored(containers, subject), subject);
}

function headOf(row: Pick<TransformJobRow, (typeof headColumns)[number]>): TransformJobHead {
  return {
    name: row.name,
    arn: row.arn,
    status: row.status as JobStatus,
    createdAt: row.creation_time,
    modifiedAt: row.last_modified_time,
    ...present({
      failureReason: row.failure_reason ?? undefined,
      startedAt: row.start_time ?? undefined,
      endedAt: row.end_time ?? undefined,
    }),
  };
}
