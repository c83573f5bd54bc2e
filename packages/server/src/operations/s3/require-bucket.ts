import type { OperationContext } from '../operation-context.ts';
import { S3Error } from './s3-error.ts';

/** Throws NoSuchBucket. */
export async function requireBucket(bucket: string, { objects }: Pick<OperationContext, 'objects'>): Promise<void> {
  if ((await objects.headBucket(bucket)) === undefined)
    throw new S3Error('NoSuchBucket', `The specified bucket does not exist: ${bucket}`);
}
