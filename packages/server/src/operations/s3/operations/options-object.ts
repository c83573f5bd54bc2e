import { crossOriginHeaders } from '../cors/cross-origin-headers.ts';
import { findCorsRule } from '../cors/find-cors-rule.ts';
import { requireBucket } from '../require-bucket.ts';
import { S3Error } from '../s3-error.ts';
import type { S3Operation } from '../s3-operation.ts';

const notAllowed =
  "CORSResponse: This CORS request is not allowed. This is usually because the evaluation of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.";

/** The preflight by which a browser asks whether a page of another origin may send a request. */
export const optionsObject: S3Operation = {
  name: 'OptionsObject',
  callers: 'anyone',
  method: 'OPTIONS',
  on: 'bucket or object',
  inAnyRegion: true,
  async run({ bucket, request }, context) {
    const { origin, 'access-control-request-method': method } = request.headers;
    const headers = readNames(request.headers['access-control-request-headers']);
    if (origin === undefined)
      throw new S3Error('BadRequest', 'Insufficient information. Origin request header needed.');
    if (method === undefined) throw new S3Error('BadRequest', 'Invalid Access-Control-Request-Method: null');
    const { cors } = await requireBucket(bucket, context);
    if (cors === undefined) throw new S3Error('AccessForbidden', 'CORSResponse: CORS is not enabled for this bucket.');
    const asked = { origin, method, headers };
    const rule = findCorsRule(cors, asked);
    if (rule === undefined)
      throw new S3Error('AccessForbidden', notAllowed, { Method: method.slice(0, 100), ResourceType: 'OBJECT' });
    return { status: 200, headers: { ...crossOriginHeaders(rule, asked), 'content-length': '0' } };
  },
};

function readNames(header: string | undefined): readonly string[] {
  const names = (header ?? '').toLowerCase().split(',');
  return names.map((name) => name.trim()).filter((name) => name !== '');
}
