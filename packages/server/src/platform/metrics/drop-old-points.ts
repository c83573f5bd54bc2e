import type { Store } from '../store/store.ts';
import { hourMs } from './metric.ts';

/** As long as CloudWatch keeps values by the minute. */
export const keptMs = 15 * 24 * hourMs;
/** Bytes of all values, as they are stored. */
const maxBytes = 512 * 1024 ** 2;

/** Drops values older than the service keeps them, and then the oldest hours until the rest is within the limit of bytes. */
export async function dropOldPoints(store: Store, now: number): Promise<void> {
  await dropBefore(store, now - keptMs);
  const hours = await store
    .selectFrom('metric_chunk')
    .select(({ fn }) => ['hour', fn.sum('bytes').as('bytes')])
    .groupBy('hour')
    .orderBy('hour', 'desc')
    .execute();
  let bytes = 0;
  const first = hours.find((hour) => {
    bytes += Number(hour.bytes);
    return bytes > maxBytes;
  });
  if (first !== undefined) await dropBefore(store, Number(first.hour) + hourMs);
}

async function dropBefore(store: Store, time: number): Promise<void> {
  await store
    .deleteFrom('metric_chunk')
    .where('hour', '<', time - hourMs)
    .execute();
  await store
    .deleteFrom('metric')
    .where('last_hour', '<', time - hourMs)
    .execute();
}
