import { parseS3Uri } from '../../../contract/s3-uri.ts';
import type { Logger } from '../../../platform/observe/logger.ts';
import type { ObjectStore } from '../../../platform/storage/object-store.ts';
import { inLanes } from '../../../util/in-lanes.ts';
import { readRecordedRequests } from '../../capture/read-recorded-requests.ts';
import type { Variant } from '../traffic/variant.ts';

export interface WarmUpOptions {
  readonly objects: Pick<ObjectStore, 'readObject' | 'headObject'>;
  readonly log: Pick<Logger, 'info' | 'warn'>;
  readonly signal: AbortSignal;
}

/** Most bytes of a recording, requests at once, and milliseconds for all. */
const maxBytes = 4 * 1024 ** 2;
const lanes = 4;
const limitMs = 30_000;

/**
 * Sends the requests of `CATENARY_WARMUP` (the address of an object) through a chain that has just started, so that its
 * callers' first ones find everything loaded and compiled. What goes wrong is logged, and holds nothing up.
 */
export async function warmUp(
  endpoint: string,
  variant: Variant,
  { objects, log, signal }: WarmUpOptions,
): Promise<void> {
  const address = variant.snapshot.containers.map(({ environment }) => environment.CATENARY_WARMUP).find(Boolean);
  if (address === undefined || variant.snapshot.mode !== 'Serial') return;
  const facts = { endpoint, variant: variant.name, warmUp: address };
  try {
    const place = parseS3Uri(address);
    if (place === undefined) throw new Error('it is not an S3 URI');
    const [stored, body] = await Promise.all([objects.headObject(place), objects.readObject(place, maxBytes)]);
    const requests = readRecordedRequests({ key: place.key, contentType: stored?.contentType, body });
    const within = AbortSignal.any([signal, AbortSignal.timeout(limitMs)]);
    let failed = 0;
    await inLanes(requests.length, lanes, async (at) => {
      const request = requests[at];
      if (request === undefined || within.aborted) return;
      const ask = async () => variant.chain.invoke(request, { signal: within });
      await ask().catch(() => failed++);
    });
    log.info({ ...facts, requests: requests.length, failed }, 'endpoint warmed up');
  } catch (error) {
    log.warn({ ...facts, err: error }, 'endpoint could not be warmed up');
  }
}
