import type { RunKey } from './run-keys.ts';

/** Where this server is reached, and as whom. */
export interface StoreAddress {
  /** `http://127.0.0.1:4747` */
  readonly url: string;
  readonly region: string;
}

/**
 * Settings by which Spark finds the buckets of this server, under both schemes (Hadoop: "Hadoop-AWS module"). The key comes by the
 * environment, which is no part of what is logged.
 */
export function storeSettings({ url, region }: StoreAddress): Readonly<Record<string, string>> {
  return prefixed({
    'fs.s3.impl': 'org.apache.hadoop.fs.s3a.S3AFileSystem',
    'fs.s3a.endpoint': url,
    'fs.s3a.endpoint.region': region,
    'fs.s3a.path.style.access': 'true',
    'fs.s3a.connection.ssl.enabled': String(url.startsWith('https:')),
  });
}

/** The same for AWS's clients of Python. */
export function storeEnvironment(
  { url, region }: StoreAddress,
  { accessKeyId, secretAccessKey }: Pick<RunKey, 'accessKeyId' | 'secretAccessKey'>,
): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: url,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
  };
}

const prefixed = (settings: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(settings).map(([name, value]) => [`spark.hadoop.${name}`, value]));
