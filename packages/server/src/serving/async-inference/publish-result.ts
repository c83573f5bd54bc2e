import type { ObjectStore } from '../../platform/storage/object-store.ts';
import type { AsyncRequestRecord } from '../records/async-request-record.ts';
import type { Outcome } from './outcome.ts';
import { resultMarker, resultPlace } from './result-place.ts';

/** Publishes a result under its key; nothing if a failure has no place. */
export async function publishResult(objects: ObjectStore, record: AsyncRequestRecord, outcome: Outcome): Promise<void> {
  const place = resultPlace(record, outcome.status);
  if (place === undefined) return;
  const [body, contentType] =
    outcome.status === 'Completed'
      ? [outcome.body, outcome.contentType ?? 'application/octet-stream']
      : [Buffer.from(outcome.reason), 'text/plain; charset=utf-8'];
  await objects.putObject(place, body, { contentType, userMetadata: { [resultMarker]: record.id } });
}
