import { pipeline } from 'node:stream';
import { handleS3, s3ErrorResponse } from '../../operations/s3/handle-s3.ts';
import { S3Error, type S3ErrorCode } from '../../operations/s3/s3-error.ts';
import type { S3Request, S3Response } from '../../operations/s3/s3-request.ts';
import type { Identity } from './authenticate.ts';
import type { Exchange } from './request-chain.ts';
import { readSignedBody } from './signed-body.ts';

/** So much of a body that nobody wants is read, so that the client comes to read why. */
const maxDrainedBytes = 16 * 1024 * 1024;

/** S3: who calls → the operation, which reads the body as it comes → the answer, streamed. */
export function handleS3Request(exchange: Exchange): void {
  answer(exchange).then(
    (answered) => send(exchange, answered),
    (error: Error) => {
      exchange.context.log.error({ err: error, requestId: exchange.requestId }, 's3 request failed');
      const internal = new S3Error('InternalError', 'We encountered an internal error. Please try again.');
      send(exchange, s3ErrorResponse(internal, headOf(exchange)));
    },
  );
}

async function answer(exchange: Exchange): Promise<S3Response> {
  const { request, requestId, context } = exchange;
  const identity = context.authenticator.identify(request, undefined);
  const head = headOf(exchange);
  if (!identity.ok) return s3ErrorResponse(toS3Error(identity), head);
  const s3Request: S3Request = {
    ...head,
    ...readSignedBody(request, identity.verdict),
    headers: request.headers,
    requestId,
    region: identity.region,
  };
  return handleS3(s3Request, { store: context.operations.objects, account: context.account });
}

function headOf({ request, requestId }: Exchange) {
  const url = request.url as string;
  const at = url.indexOf('?');
  const path = at < 0 ? url : url.slice(0, at);
  const query = new URLSearchParams(at < 0 ? '' : url.slice(at + 1));
  return { method: request.method as string, path, query, requestId };
}

/** S3 has words of its own for what is wrong with a signature. */
const signatureCodes: Readonly<Record<string, S3ErrorCode>> = {
  IncompleteSignature: 'AuthorizationHeaderMalformed',
  InvalidSignatureException: 'SignatureDoesNotMatch',
  UnrecognizedClientException: 'InvalidAccessKeyId',
  RequestExpired: 'RequestTimeTooSkewed',
};

function toS3Error({ code, message }: Extract<Identity, { ok: false }>): S3Error {
  return new S3Error(signatureCodes[code] ?? 'AccessDenied', message);
}

function send({ request, response }: Exchange, { status, headers, body }: S3Response): void {
  if (response.destroyed) {
    if (body !== undefined && !Buffer.isBuffer(body)) body.destroy();
    return;
  }
  // What is left of the body is in the way of a next request on this connection.
  const isRead = request.complete;
  response.writeHead(status, isRead ? headers : { ...headers, connection: 'close' });
  if (!isRead) drain(request);
  if (body === undefined || Buffer.isBuffer(body)) response.end(body);
  else pipeline(body, response, () => undefined);
}

function drain(request: Exchange['request']): void {
  let bytes = 0;
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > maxDrainedBytes) request.destroy();
  });
  request.on('error', () => undefined);
}
