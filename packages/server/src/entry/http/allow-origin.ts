import { crossOriginHeaders } from '../../operations/s3/cors/cross-origin-headers.ts';
import { findCorsRule } from '../../operations/s3/cors/find-cors-rule.ts';
import type { Exchange } from './exchange.ts';

/** Lets a page of another origin read the answer, even a refusal, where the CORS rules of the bucket allow it. */
export async function allowOrigin({ request, response, context }: Exchange, bucket: string): Promise<void> {
  const { method = '', headers } = request;
  const account = context.authenticator.claimedAccount(request);
  const { objects } = context.operationsIn({ account, region: '' });
  const { cors = [] } = await objects.bucketSettings(bucket);
  const asked = { origin: headers.origin ?? '', method, headers: [] };
  const rule = findCorsRule(cors, asked);
  if (rule === undefined) return;
  for (const [name, value] of Object.entries(crossOriginHeaders(rule, asked))) response.setHeader(name, value);
}
