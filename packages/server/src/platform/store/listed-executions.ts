import { sql } from 'kysely';
import type { ListedTable } from './listing.ts';

/** What the message of a job begins with that found something: its status as an execution. */
export const withViolations = 'CompletedWithViolations';

/** How processing jobs are listed as executions of monitoring schedules. */
export const listedExecutions = {
  modified: 'last_modified_time',
  status: sql`case when substr(exit_message, 1, ${sql.lit(withViolations.length)}) = ${sql.lit(withViolations)}
    then ${sql.lit(withViolations)} else status end`,
  scheduled: sql`coalesce(scheduled_time, creation_time)`,
} as const satisfies ListedTable;
