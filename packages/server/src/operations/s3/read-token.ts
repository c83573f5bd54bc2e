import { S3Error } from './s3-error.ts';
import { writeToken } from './write-token.ts';

/** The key that a token of `writeToken` stands for. Throws InvalidArgument for any other text. */
export function readToken(token: string): string {
  const key = Buffer.from(token, 'base64url').toString('utf8');
  if (key === '' || writeToken(key) !== token)
    throw new S3Error('InvalidArgument', 'The continuation token provided is incorrect');
  return key;
}
