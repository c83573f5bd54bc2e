import type { S3Response } from './s3-request.ts';
import { xmlDocument } from './xml-elements.ts';

/** Status 200 with a document. */
export function xmlResponse(
  root: string,
  children: readonly string[],
  headers: Readonly<Record<string, string>> = {},
): S3Response {
  const body = xmlDocument(root, children);
  return {
    status: 200,
    headers: { ...headers, 'content-type': 'application/xml', 'content-length': String(body.length) },
    body,
  };
}
