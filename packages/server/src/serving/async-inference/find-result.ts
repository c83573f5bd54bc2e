import type { ObjectStore } from '../../platform/storage/object-store.ts';
import type { AsyncRequestRecord } from '../records/async-request-record.ts';
import type { Outcome } from './outcome.ts';
import { resultMarker, resultPlace } from './result-place.ts';

/** The result that a request has already: its server was killed behind that. */
export async function findResult(
  objects: ObjectStore,
  record: AsyncRequestRecord,
  maxBytes: number,
): Promise<Outcome | undefined> {
  for (const status of ['Completed', 'Failed'] as const) {
    const place = resultPlace(record, status);
    const found = place === undefined ? undefined : await objects.headObject(place);
    if (place === undefined || found?.userMetadata?.[resultMarker] !== record.id) continue;
    const body = await objects.readObject(place, maxBytes);
    return status === 'Completed'
      ? { status, body, contentType: found.contentType }
      : { status, reason: body.toString() };
  }
  return undefined;
}
