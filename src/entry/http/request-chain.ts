import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { handleCatenaryApi } from './catenary-api.ts';
import { handleControl } from './aws-json-1-1.ts';
import { sendPlainError } from './error-response.ts';
import { checkRequestLine } from './guard.ts';
import { handleQuery } from './aws-query.ts';
import { handleS3Request } from './rest-xml.ts';
import { handleRuntime, isInvocation } from './rest-json-1.ts';
import type { RequestChainContext, Exchange } from './exchange.ts';

/**
 * The straight line of every request: line and headers are lawful → which API → that protocol's own steps (who calls,
 * body within its limit, body as signed, operation, answer). One port serves every API.
 */
export function handleRequest(request: IncomingMessage, response: ServerResponse, context: RequestChainContext): void {
  const refusal = checkRequestLine(request);
  if (refusal !== undefined) {
    sendPlainError(response, refusal.status, refusal.message);
    return;
  }
  const exchange: Exchange = { request, response, requestId: randomUUID(), context };
  if (isInvocation(request)) handleRuntime(exchange);
  else if (request.headers['x-amz-target'] !== undefined) handleControl(exchange);
  else if ((request.url as string).startsWith('/_catenary/')) handleCatenaryApi(exchange);
  else if (isForm(request)) handleQuery(exchange);
  else handleS3Request(exchange);
}

/** AWS Query (STS): a form posted to the root. S3 has forms too, but posts them to a bucket. */
function isForm(request: IncomingMessage): boolean {
  return (
    request.method === 'POST' &&
    request.url === '/' &&
    (request.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded')
  );
}
