import type { IncomingHttpHeaders } from 'node:http';
import { checkVersion } from './check-version.ts';
import { S3Error } from './s3-error.ts';

/** `x-amz-copy-source`: percent-encoded `/bucket/key` or `bucket/key`. There are no versions to choose from. */
export function readCopySource(headers: IncomingHttpHeaders): { bucket: string; key: string } {
  const [path = '', version] = String(headers['x-amz-copy-source']).split('?versionId=');
  if (version !== undefined) checkVersion(version);
  let decoded: string;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    throw new S3Error('InvalidArgument', 'Copy Source must be percent-encoded UTF-8.');
  }
  const match = /^\/?([^/]+)\/(.+)$/s.exec(decoded);
  if (match === null) throw new S3Error('InvalidArgument', 'Copy Source must mention the source bucket and key');
  return { bucket: match[1] as string, key: match[2] as string };
}
