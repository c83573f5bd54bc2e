import type { S3Call } from './s3-request.ts';
import { S3Error } from './s3-error.ts';

/** Throws NoSuchBucket. */
export async function requireBucket({ store, bucket }: Pick<S3Call, 'store' | 'bucket'>): Promise<void> {
  if ((await store.headBucket(bucket)) === undefined)
    throw new S3Error('NoSuchBucket', `The specified bucket does not exist: ${bucket}`);
}
