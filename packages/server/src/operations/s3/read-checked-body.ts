import { createHash } from 'node:crypto';
import { startChecksum } from '../../platform/storage/checksum.ts';
import { bodyChecks } from './body-checks.ts';
import type { S3Request } from './s3-request.ts';

/** The body of a request that is no object; throws at its end if it is not what its digests say. */
export async function* readCheckedBody(request: S3Request): AsyncGenerator<Uint8Array> {
  const { checksums = [], verify } = bodyChecks(request);
  const md5 = createHash('md5');
  const running = checksums.map((algorithm) => ({ algorithm, sum: startChecksum(algorithm) }));
  let size = 0;
  for await (const chunk of request.body) {
    md5.update(chunk);
    for (const { sum } of running) sum.update(chunk);
    size += chunk.length;
    yield chunk;
  }
  const sums = running.map(({ algorithm, sum }) => [algorithm, sum.digest().toString('base64')] as const);
  verify?.({ size, md5: md5.digest(), checksums: Object.fromEntries(sums) });
}
