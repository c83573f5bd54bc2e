import type { Bucket } from '../../platform/storage/object-store.ts';
import type { OperationContext } from '../operation-context.ts';
import { S3Error } from './s3-error.ts';

/** Throws NoSuchBucket. */
export async function requireBucket(bucket: string, { objects }: Pick<OperationContext, 'objects'>): Promise<Bucket> {
  const found = await objects.headBucket(bucket);
  if (found === undefined) throw new S3Error('NoSuchBucket', `The specified bucket does not exist: ${bucket}`);
  return found;
}
