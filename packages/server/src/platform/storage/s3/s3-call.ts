import type { S3 } from '@aws-sdk/client-s3';
import type { ObjectPlace } from '../object-store.ts';
import { translateSdkError } from './s3-failure.ts';

export const subjectOf = ({ bucket, key }: ObjectPlace) => `s3://${bucket}/${key}`;

/** Makes one call of the SDK; what it throws is in our words. */
export async function callS3<Output>(operation: string, subject: string, call: () => Promise<Output>): Promise<Output> {
  try {
    return await call();
  } catch (error) {
    throw translateSdkError(error, operation, subject);
  }
}

/** The calls of the SDK that writers make. */
export type S3Writes = Pick<
  S3,
  | 'putObject'
  | 'headObject'
  | 'createMultipartUpload'
  | 'uploadPart'
  | 'completeMultipartUpload'
  | 'abortMultipartUpload'
>;
