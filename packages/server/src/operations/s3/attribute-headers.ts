import { storageHeaders } from '../../platform/storage/kept-headers.ts';
/** Properties of an object, in headers of S3, that a write may set. Reads return all but the access control list. */
export const attributeHeaders: readonly string[] = ['x-amz-acl', 'x-amz-meta-*', 'x-amz-tagging', ...storageHeaders];
