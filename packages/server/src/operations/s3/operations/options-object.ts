import { crossOriginHeaders } from '../cors/cross-origin-headers.ts';
import { findCorsRule } from '../cors/find-cors-rule.ts';
import { requireBucket } from '../require-bucket.ts';
import { S3Error } from '../s3-error.ts';
import type { S3Context, S3Operation } from '../s3-operation.ts';

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
    const further = await furtherRules(bucket, context);
    const { cors } =
      further.length === 0 ? await requireBucket(bucket, context) : await context.objects.bucketSettings(bucket);
    const all = cors === undefined ? further : [cors, ...further];
    if (all.length === 0) throw new S3Error('AccessForbidden', 'CORSResponse: CORS is not enabled for this bucket.');
    const asked = { origin, method, headers };
    const rule = all.map((rules) => findCorsRule(rules, asked)).find((found) => found !== undefined);
    if (rule === undefined)
      throw new S3Error('AccessForbidden', notAllowed, { Method: method.slice(0, 100), ResourceType: 'OBJECT' });
    return { status: 200, headers: { ...crossOriginHeaders(rule, asked), 'content-length': '0' } };
  },
};

function readNames(header: string | undefined): readonly string[] {
  const names = (header ?? '').toLowerCase().split(',');
  return names.map((name) => name.trim()).filter((name) => name !== '');
}

/**
 * A preflight for a form names no key. It may be for the bucket of any account, and is allowed if one of them allows it; what the page may
 * read of the answer to the form itself says the account that signed it.
 */
async function furtherRules(bucket: string, { server, realm }: S3Context) {
  return realm.account === server.account ? server.furtherCorsRules(bucket) : [];
}
