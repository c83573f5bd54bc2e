import type { IncomingHttpHeaders } from 'node:http';

/** Parameters that are the signature itself (AWS Signature Version 4, "Authenticating requests: using query parameters"). */
const ofSignature = /^x-amz-(algorithm|credential|date|expires|signedheaders|signature|security-token|content-sha256)$/;

/**
 * The headers of a request together with those in its query: presigners move headers of S3 there, so that the user of
 * the URL need not send them. A header that is sent takes precedence.
 */
export function withSignedParameters(headers: IncomingHttpHeaders, query: URLSearchParams): IncomingHttpHeaders {
  const moved = [...query].flatMap(([name, value]) => {
    const lower = name.toLowerCase();
    return lower.startsWith('x-amz-') && !ofSignature.test(lower) ? [[lower, value] as const] : [];
  });
  return moved.length === 0 ? headers : { ...Object.fromEntries(moved), ...headers };
}
