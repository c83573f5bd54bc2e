import type { JobStatus } from '../../contract/statuses.ts';
import type { Store } from '../../platform/store/store.ts';
import { hasArn } from './has-arn.ts';
import { statuses } from './statuses.ts';

/** What the rows of all jobs have in common. `db` is the store, or a transaction; `now` milliseconds since 1970. */
export const jobRows = (table: 'transform_job' | 'processing_job') => ({
  /** Jobs that have not ended, in order of creation. */
  async unfinished(db: Store): Promise<{ readonly name: string; readonly status: JobStatus }[]> {
    const rows = await db
      .selectFrom(table)
      .select(['name', 'status'])
      .where('status', 'in', ['InProgress', 'Stopping'] satisfies JobStatus[])
      .orderBy('creation_time')
      .orderBy('name')
      .execute();
    return rows.map(({ name, status }) => ({ name, status: status as JobStatus }));
  },

  hasArn: (db: Store, arn: string): Promise<boolean> => hasArn(db, table, arn),

  /** Says when a job began, unless that is said already: a job that is taken up again keeps its time. */
  async markStarted(db: Store, name: string, now: number): Promise<void> {
    await db
      .updateTable(table)
      .set({ start_time: now })
      .where('name', '=', name)
      .where('start_time', 'is', null)
      .execute();
  },

  /** Moves a job from InProgress to Stopping; false if it is not InProgress. */
  async beginStop(db: Store, name: string, now: number): Promise<boolean> {
    const { numUpdatedRows: count } = await db
      .updateTable(table)
      .set({ status: 'Stopping' satisfies JobStatus, last_modified_time: now })
      .where('name', '=', name)
      .where('status', 'in', statuses.job.sourcesOf('Stopping'))
      .executeTakeFirst();
    return count > 0n;
  },
});
