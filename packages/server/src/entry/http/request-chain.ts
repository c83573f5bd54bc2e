import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { catenaryApi } from './catenary-api.ts';
import { awsJson } from './aws-json-1-1.ts';
import { failExchange } from './contain.ts';
import { sendPlainError } from './error-response.ts';
import { checkRequestLine } from './guard.ts';
import { awsQuery } from './aws-query.ts';
import { restXml } from './rest-xml.ts';
import { isInvocation, runtimeApi } from './rest-json-1.ts';
import type { Exchange, Protocol, RequestChainContext } from './exchange.ts';

/**
 * The straight line of every request: line and headers are valid → which API → that protocol's own steps (who calls,
 * body within its limit, body as signed, operation, answer). One port serves every API.
 */
export function handleRequest(
  request: IncomingMessage,
  response: ServerResponse,
  context: RequestChainContext,
): Exchange {
  // First: it may replace an absolute target.
  const refusal = checkRequestLine(request);
  const protocol = protocolOf(request);
  const exchange: Exchange = { request, response, requestId: randomUUID(), protocol, context, bodyBytes: 0 };
  if (refusal !== undefined) {
    sendPlainError(response, refusal.status, refusal.message);
    return exchange;
  }
  try {
    exchange.protocol.handle(exchange);
  } catch (error) {
    failExchange(exchange, error);
  }
  return exchange;
}

function protocolOf(request: IncomingMessage): Protocol {
  if (isInvocation(request)) return runtimeApi;
  if (request.headers['x-amz-target'] !== undefined) return awsJson;
  if ((request.url as string).startsWith('/_catenary/')) return catenaryApi;
  return isForm(request) ? awsQuery : restXml;
}

/** AWS Query (STS): a form posted to the root. S3 has forms too, but posts them to a bucket. */
function isForm(request: IncomingMessage): boolean {
  return (
    request.method === 'POST' &&
    request.url === '/' &&
    (request.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded')
  );
}
