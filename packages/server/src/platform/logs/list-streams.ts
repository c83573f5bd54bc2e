import type { Store } from '../store/store.ts';
import type { LogStreamName } from './log-event.ts';

/** What is known of a stream without its events. */
export interface LogStreamSummary extends LogStreamName {
  /** Milliseconds since 1970, of the oldest event that is kept and of the newest. */
  readonly firstTime: number;
  readonly lastTime: number;
  readonly bytes: number;
}

/** All streams, or those of one group, by group and name. */
export async function listStreams(store: Store, group?: string): Promise<LogStreamSummary[]> {
  const rows = await store
    .selectFrom('log_chunk')
    .select(({ fn }) => [
      'group_name',
      'stream_name',
      fn.min('first_time').as('first'),
      fn.max('last_time').as('last'),
      fn.sum('bytes').as('bytes'),
    ])
    .$if(group !== undefined, (query) => query.where('group_name', '=', group as string))
    .groupBy(['group_name', 'stream_name'])
    .execute();
  return rows
    .map((row) => ({
      group: row.group_name,
      stream: row.stream_name,
      firstTime: Number(row.first),
      lastTime: Number(row.last),
      bytes: Number(row.bytes),
    }))
    .sort((a, b) => compareText(a.group, b.group) || compareText(a.stream, b.stream));
}

const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
