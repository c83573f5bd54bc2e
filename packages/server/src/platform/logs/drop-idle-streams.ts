import type { Store } from '../store/store.ts';

/** Drops whole streams, those with the oldest last write first, until all together are within the limit. */
export async function dropIdleStreams(store: Store, maxBytes: number): Promise<void> {
  const streams = await store
    .selectFrom('log_chunk')
    .select(({ fn }) => ['group_name', 'stream_name', fn.sum('bytes').as('bytes'), fn.max('last_time').as('last')])
    .groupBy(['group_name', 'stream_name'])
    .execute();
  const oldestFirst = streams.toSorted((a, b) => Number(a.last) - Number(b.last));
  let bytes = streams.reduce((sum, stream) => sum + Number(stream.bytes), 0);
  for (const stream of oldestFirst) {
    if (bytes <= maxBytes) return;
    bytes -= Number(stream.bytes);
    await store
      .deleteFrom('log_chunk')
      .where('group_name', '=', stream.group_name)
      .where('stream_name', '=', stream.stream_name)
      .execute();
  }
}
