import type { StoredObject } from '../../platform/storage/stored-object.ts';
import { requireBucket } from './require-bucket.ts';
import { S3Error } from './s3-error.ts';
import type { S3Context } from './s3-operation.ts';
import type { S3Call } from './s3-request.ts';

/** The object that a request is about. Throws NoSuchBucket or NoSuchKey. */
export async function requireObject(
  { bucket, key }: Pick<S3Call, 'bucket' | 'key'>,
  context: Pick<S3Context, 'objects'>,
): Promise<StoredObject> {
  const object = await context.objects.headObject({ bucket, key });
  if (object !== undefined) return object;
  await requireBucket(bucket, context);
  throw new S3Error('NoSuchKey', `The specified key does not exist: ${key}`);
}
