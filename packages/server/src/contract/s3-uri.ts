/** `s3://bucket/key...`: the only kind of address that data is read from or written to. */
export interface S3Uri {
  readonly bucket: string;
  readonly key: string;
}

export const uriOf = ({ bucket, key }: S3Uri): string => `s3://${bucket}/${key}`;

/** A name below a folder's address, whether or not that ends in a slash. */
export function placeBelow({ bucket, key }: S3Uri, name: string): S3Uri {
  const folder = key === '' || key.endsWith('/') ? key : `${key}/`;
  return { bucket, key: `${folder}${name}` };
}

export function parseS3Uri(uri: string): S3Uri | undefined {
  const match = /^s3:\/\/([^/]+)\/?(.*)$/s.exec(uri);
  return match === null ? undefined : { bucket: match[1] as string, key: match[2] as string };
}
