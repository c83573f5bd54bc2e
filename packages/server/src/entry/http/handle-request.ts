import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { ledgerHeader } from '../../contract/ledger-header.ts';
import { emrServerlessOperations } from '../../operations/emr-serverless/operations.ts';
import { RequestLedger } from '../../serving/invocation/request-ledger.ts';
import { answerRequest } from './answer-request.ts';
import { checkRequestLine } from './check-request-line.ts';
import { claimedScope } from './claimed-scope.ts';
import { failExchange } from './contain.ts';
import type { Exchange, Protocol, RequestChainContext } from './exchange.ts';
import { offeredServices } from './offered-services.ts';
import { awsJson } from './protocols/aws-json.ts';
import { awsQuery, isAwsQuery } from './protocols/aws-query.ts';
import { restJson1 } from './protocols/rest-json-1.ts';
import { restJsonResources } from './protocols/rest-json-resources.ts';
import { restXml } from './protocols/rest-xml.ts';
import { isRpcV2Cbor, rpcV2Cbor } from './protocols/rpc-v2-cbor.ts';
import { sendPlainError } from './send-plain-error.ts';

/**
 * The straight line of every request: line and headers are valid → which protocol → `answerRequest`. One port
 * serves every API.
 */
export function handleRequest(
  request: IncomingMessage,
  response: ServerResponse,
  context: RequestChainContext,
): Exchange {
  // First: it may replace an absolute target.
  const refusal = checkRequestLine(request);
  const protocol = protocolOf(request);
  const ledger = request.headers[ledgerHeader] === '1' ? new RequestLedger() : undefined;
  const exchange: Exchange = { request, response, requestId: randomUUID(), protocol, context, ledger, bodyBytes: 0 };
  context.requestLog.follow?.(exchange, performance.now());
  if (refusal !== undefined) {
    context.requestLog.refused(exchange, { ...refusal, code: 'BadRequest' });
    sendPlainError(response, refusal.status, refusal.message);
    return exchange;
  }
  try {
    answerRequest(exchange);
  } catch (error) {
    failExchange(exchange, error);
  }
  return exchange;
}

function protocolOf(request: IncomingMessage): Protocol {
  if (isInvocation(request)) return restJson1;
  if (isRpcV2Cbor(request)) return rpcV2Cbor;
  if (request.headers['x-amz-target'] !== undefined) return awsJson;
  if ((request.url as string).startsWith('/_catenary/') || isScrape(request)) return restJson1;
  if (isAwsQuery(request)) return awsQuery;
  const service = claimedScope(request.headers.authorization)?.service ?? 's3';
  if (service === emrServerlessOperations.signingName) return restJsonResources;
  return isOfAnotherService(service) ? restJson1 : restXml;
}

/**
 * Whether a request that looks like one of S3 says that it is of a service that has no such requests here: it is refused
 * in the form that most services have, and not as one to a bucket.
 */
function isOfAnotherService(service: string): boolean {
  return !service.startsWith('s3') && (service === 'sagemaker' || !offeredServices.has(service));
}

/**
 * `POST /endpoints/{EndpointName}/invocations`, or `.../invocations-response-stream`, or `.../async-invocations`; other
 * paths below `/endpoints` are of a bucket of that name.
 */
function isInvocation({ method, url = '' }: IncomingMessage): boolean {
  if (method !== 'POST' || !url.startsWith('/endpoints/')) return false;
  return (
    url.endsWith('/invocations') || /\/(invocations|invocations-response-stream|async-invocations)(\?|$)/.test(url)
  );
}

/** `GET /metrics` as Prometheus sends it; with a signature of S3 it is for a bucket of that name. */
function isScrape({ method, url, headers: { authorization = '' } }: IncomingMessage): boolean {
  return method === 'GET' && url === '/metrics' && !authorization.startsWith('AWS');
}
