import type { StoredObject } from '../../platform/storage/stored-object.ts';
import { requireBucket } from './require-bucket.ts';
import { S3Error } from './s3-error.ts';
import type { S3Context } from './s3-operation.ts';
import type { S3Call } from './s3-request.ts';

type Objects = Pick<S3Context, 'objects'>;

/** The object that a request is about. Throws NoSuchBucket or NoSuchKey. */
export async function requireObject(
  { bucket, key }: Pick<S3Call, 'bucket' | 'key'>,
  context: Objects,
): Promise<StoredObject> {
  const object = await context.objects.headObject({ bucket, key });
  if (object === undefined) throw await missing({ bucket, key }, context);
  return object;
}

/** Why there is no such object: its bucket, or its key. */
export async function missing({ bucket, key }: Pick<S3Call, 'bucket' | 'key'>, context: Objects): Promise<S3Error> {
  await requireBucket(bucket, context);
  return new S3Error('NoSuchKey', `The specified key does not exist: ${key}`);
}
