/** Headers that describe an object's content, besides `content-type` (RFC 9110, 8 and RFC 9111, 5). */
export const contentHeaders = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'expires',
] as const;

/** Headers that say how S3 stores an object. */
export const storageHeaders = [
  'x-amz-server-side-encryption',
  'x-amz-server-side-encryption-aws-kms-key-id',
  'x-amz-server-side-encryption-bucket-key-enabled',
  'x-amz-storage-class',
] as const;

/** Headers of a write that are kept with the object and returned unchanged by reads. */
export const keptHeaders = [...contentHeaders, ...storageHeaders] as const;

export type KeptHeader = (typeof keptHeaders)[number];
