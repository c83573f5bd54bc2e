import { maxInvocationBytes } from '../../contract/limits.ts';
import { ServiceError } from '../../contract/service-error.ts';
import { describeProgress } from '../../operations/catenary/describe-progress.ts';
import { describeTimes } from '../../operations/catenary/describe-times.ts';
import { traceEndpoint } from '../../operations/catenary/trace-endpoint.ts';
import type { OperationContext } from '../../operations/operation-context.ts';
import { readBody } from './body.ts';
import { sendRuntimeError } from './error-response.ts';
import type { Exchange } from './exchange.ts';
import { writeAnswer } from './write-answer.ts';

type Handler = (name: string, exchange: Exchange, body: Buffer, context: OperationContext) => Promise<object>;

/** What this server tells of itself beyond the service's APIs: method and path → operation. */
const routes: readonly { readonly method: string; readonly path: RegExp; readonly run: Handler }[] = [
  {
    method: 'GET',
    path: /^\/_catenary\/endpoints\/([^/]+)$/,
    run: (name, _exchange, _body, context) => describeTimes({ name }, context),
  },
  { method: 'POST', path: /^\/_catenary\/endpoints\/([^/]+)\/trace$/, run: trace },
  {
    method: 'GET',
    path: /^\/_catenary\/transform-jobs\/([^/]+)$/,
    run: (name, _exchange, _body, context) => describeProgress({ name }, context),
  },
];

export function handleCatenaryApi(exchange: Exchange): void {
  const { request, context } = exchange;
  const path = (request.url as string).split('?')[0] as string;
  if (path === '/_catenary/health') {
    sendJson(exchange, { status: 'ok' });
    return;
  }
  readBody(exchange.response, maxInvocationBytes, (error, body) => {
    if (error !== undefined) {
      sendFailure(exchange, new ServiceError('ValidationError', error.message));
      return;
    }
    const identity = context.authenticator.identify(request, body);
    if (!identity.ok) {
      sendRuntimeError(exchange.response, exchange.requestId, { ...identity, members: {} });
      return;
    }
    const operations = { ...context.operations, realm: { region: identity.region, account: context.account } };
    run(path, exchange, body, operations).then(
      (output) => sendJson(exchange, output),
      (reason: unknown) => sendFailure(exchange, reason),
    );
  });
}

async function run(path: string, exchange: Exchange, body: Buffer, context: OperationContext): Promise<object> {
  for (const route of routes) {
    const match = exchange.request.method === route.method ? route.path.exec(path) : null;
    if (match !== null) return route.run(decodeURIComponent(match[1] as string), exchange, body, context);
  }
  throw new ServiceError('ValidationError', `There is nothing at ${exchange.request.method} ${path}.`);
}

function trace(
  name: string,
  { request, requestId }: Exchange,
  body: Buffer,
  context: OperationContext,
): Promise<object> {
  const { 'content-type': contentType, accept, 'x-amzn-sagemaker-target-model': targetModel } = request.headers;
  return traceEndpoint(
    { name, requestId, ...(typeof targetModel === 'string' ? { targetModel } : {}) },
    { body, ...(contentType === undefined ? {} : { contentType }), ...(accept === undefined ? {} : { accept }) },
    context,
  );
}

function sendJson({ response, requestId }: Exchange, output: object): void {
  const body = Buffer.from(JSON.stringify(output));
  const headers = {
    'Content-Type': 'application/json',
    'Content-Length': body.length,
    'x-amzn-RequestId': requestId,
  };
  writeAnswer(response, 200, headers, body);
}

function sendFailure({ response, requestId, context }: Exchange, error: unknown): void {
  if (!(error instanceof ServiceError)) context.log.error({ err: error, requestId }, 'request failed unforeseen');
  const known =
    error instanceof ServiceError
      ? error
      : new ServiceError('InternalFailure', `Internal failure; the server's log has it under request ${requestId}.`);
  sendRuntimeError(response, requestId, known);
}
