import { crossOriginHeaders } from '../../operations/s3/cors/cross-origin-headers.ts';
import { findCorsRule } from '../../operations/s3/cors/find-cors-rule.ts';
import type { Exchange } from './exchange.ts';

/** Lets a page of another origin read the answer, even a refusal, where the CORS rules of an account's bucket allow it; else not. */
export async function allowOrigin(exchange: Exchange, bucket: string, account: string): Promise<void> {
  const { request, response, context } = exchange;
  const { method = '', headers } = request;
  const { objects } = context.operationsIn({ account, region: '' });
  const { cors = [] } = await objects.bucketSettings(bucket);
  const asked = { origin: headers.origin ?? '', method, headers: [] };
  const rule = findCorsRule(cors, asked);
  // The rules of another account's bucket of this name may have set some.
  for (const name of response.getHeaderNames()) if (name.startsWith('access-control-')) response.removeHeader(name);
  if (rule === undefined) return;
  for (const [name, value] of Object.entries(crossOriginHeaders(rule, asked))) response.setHeader(name, value);
}
