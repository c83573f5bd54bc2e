import type { S3 } from '@aws-sdk/client-s3';
import { translateSdkError } from './s3-failure.ts';

/** False if the bucket was there already. */
export async function createS3Bucket(s3: S3, bucket: string, region: string): Promise<boolean> {
  // In this region, and in no other, AWS wants the place left out.
  const place = region === 'us-east-1' ? {} : { CreateBucketConfiguration: { LocationConstraint: region as never } };
  try {
    await s3.createBucket({ Bucket: bucket, ...place });
    return true;
  } catch (error) {
    if ((error as Error).name === 'BucketAlreadyOwnedByYou') return false;
    throw translateSdkError(error, 'CreateBucket', bucket);
  }
}
