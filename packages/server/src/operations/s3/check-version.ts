import { S3Error } from './s3-error.ts';

/** Throws NoSuchVersion for any version but the one that every object has, whose id is "null". */
export function checkVersion(version: string): void {
  if (version !== 'null')
    throw new S3Error('NoSuchVersion', `The specified version does not exist: ${version.slice(0, 200)}`);
}
