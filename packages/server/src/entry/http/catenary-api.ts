import { maxInvocationBytes } from '../../contract/limits.ts';
import { ServiceError } from '../../contract/service-error.ts';
import { describeProgress } from '../../operations/catenary/describe-progress.ts';
import { describeTimes } from '../../operations/catenary/describe-times.ts';
import { traceEndpoint } from '../../operations/catenary/trace-endpoint.ts';
import type { OperationContext } from '../../operations/operation-context.ts';
import { sendRuntimeError } from './error-response.ts';
import { contain, internalFailureMessage } from './contain.ts';
import type { Exchange, Protocol } from './exchange.ts';
import { toServiceError } from './to-service-error.ts';
import { readInvocation } from './read-invocation.ts';
import { admitCaller, type BodyRules, type KnownCaller, receiveBody } from './receive-body.ts';
import { writeAnswer } from './write-answer.ts';

type Handler = (name: string, exchange: Exchange, body: Buffer, context: OperationContext) => Promise<object>;

/** The service that its requests are signed for. */
const signingNames = ['sagemaker'];

/** What this server reports of itself beyond the service's APIs: method and path → operation. */
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

const bodyRules: BodyRules = {
  signingNamesOf: () => signingNames,
  maxBytes: maxInvocationBytes,
  tooLarge: new ServiceError('ValidationError', `The request body is larger than ${maxInvocationBytes} bytes.`),
  refuse: ({ response, requestId }, refusal) => sendRuntimeError(response, requestId, refusal),
};

export const catenaryApi: Protocol = {
  handle(exchange) {
    const path = (exchange.request.url as string).split('?')[0] as string;
    if (path === '/_catenary/health') {
      sendJson(exchange, { status: 'ok' });
      return;
    }
    const admission = admitCaller(exchange, bodyRules);
    if (admission === undefined) return;
    const respond = contain(exchange, ({ region }: KnownCaller, body: Buffer) =>
      answer(path, { exchange, region }, body),
    );
    receiveBody(exchange, { rules: bodyRules, admission }, respond);
  },
  sendInternalError(exchange) {
    sendFailure(exchange, new ServiceError('InternalFailure', internalFailureMessage(exchange)));
  },
};

async function answer(
  path: string,
  { exchange, region }: { readonly exchange: Exchange; readonly region: string },
  body: Buffer,
): Promise<void> {
  try {
    sendJson(exchange, await run(path, exchange, body, exchange.context.operationsIn(region)));
  } catch (error) {
    sendFailure(exchange, error);
  }
}

async function run(path: string, exchange: Exchange, body: Buffer, context: OperationContext): Promise<object> {
  for (const route of routes) {
    const match = exchange.request.method === route.method ? route.path.exec(path) : null;
    if (match !== null) return route.run(decodeName(match[1] as string), exchange, body, context);
  }
  throw new ServiceError('ValidationError', `There is nothing at ${exchange.request.method} ${path}.`);
}

function decodeName(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    throw new ServiceError('ValidationError', 'The name in the path is not percent-encoded UTF-8.');
  }
}

/** The headers are those of InvokeEndpoint: the same request, looked at. */
function trace(name: string, exchange: Exchange, body: Buffer, context: OperationContext): Promise<object> {
  return traceEndpoint(readInvocation(exchange, body, { name, realm: context.realm }), context);
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

/** Throws on an unexpected error. */
function sendFailure({ response, requestId }: Exchange, error: unknown): void {
  const foreseen = toServiceError(error);
  if (foreseen === undefined) throw error;
  sendRuntimeError(response, requestId, foreseen);
}
