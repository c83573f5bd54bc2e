import type { Store } from '../store/store.ts';
import type { LogStreamName } from './log-event.ts';

/** Drops the oldest events of a stream, at least `bytes` of them; answers with the bytes that are left. */
export async function dropOldest(store: Store, { group, stream }: LogStreamName, bytes: number): Promise<number> {
  const chunks = await store
    .selectFrom('log_chunk')
    .select(['first_event', 'bytes'])
    .where('group_name', '=', group)
    .where('stream_name', '=', stream)
    .orderBy('first_event')
    .execute();
  let left = chunks.reduce((sum, chunk) => sum + Number(chunk.bytes), 0);
  const wanted = left - bytes;
  // The newest chunk stays: readers continue after its last event.
  const first = chunks.slice(0, -1).find((chunk) => {
    if (left <= wanted) return true;
    left -= Number(chunk.bytes);
    return false;
  });
  const keptFrom = Number((first ?? chunks.at(-1))?.first_event ?? 0);
  await store
    .deleteFrom('log_chunk')
    .where('group_name', '=', group)
    .where('stream_name', '=', stream)
    .where('first_event', '<', keptFrom)
    .execute();
  return left;
}
