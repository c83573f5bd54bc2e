import { own } from '@catenary/scoring/internal/names';
import { handleS3, s3ErrorResponse } from '../../operations/s3/handle-s3.ts';
import { S3Error, type S3ErrorCode } from '../../operations/s3/s3-error.ts';
import type { S3Request, S3Response } from '../../operations/s3/s3-request.ts';
import type { Identity } from './authenticate.ts';
import { contain } from './contain.ts';
import type { Exchange, Protocol } from './exchange.ts';
import { readSignedBody } from './signed-body.ts';
import { writeAnswer } from './write-answer.ts';

/** The service that its requests are signed for. */
const signingNames = ['s3'];

/** S3: who calls → the operation, which reads the body as it comes → the answer, streamed. */
export const restXml: Protocol = {
  handle(exchange) {
    const respond = contain(exchange, async () => {
      const answered = await answer(exchange).catch((error: unknown) => {
        // The client left, or was too slow, during its upload: there is no one to answer.
        if (exchange.response.destroyed) return undefined;
        throw error;
      });
      if (answered !== undefined) writeAnswer(exchange.response, answered.status, answered.headers, answered.body);
    });
    respond();
  },
  sendInternalError(exchange) {
    const internal = new S3Error('InternalError', 'We encountered an internal error. Please try again.');
    const { status, headers, body } = s3ErrorResponse(internal, headOf(exchange));
    writeAnswer(exchange.response, status, headers, body);
  },
};

async function answer(exchange: Exchange): Promise<S3Response> {
  const { request, response, requestId, context } = exchange;
  const { authenticator } = context;
  const identity = authenticator.identify(request, authenticator.admit(request, signingNames), undefined);
  const head = headOf(exchange);
  if (!identity.ok) return s3ErrorResponse(toS3Error(identity), head);
  const s3Request: S3Request = {
    ...head,
    ...readSignedBody(response, identity.verdict),
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

/** S3 has its own codes for errors of signatures. */
const signatureCodes: Readonly<Record<string, S3ErrorCode>> = {
  IncompleteSignature: 'AuthorizationHeaderMalformed',
  InvalidSignatureException: 'SignatureDoesNotMatch',
  UnrecognizedClientException: 'InvalidAccessKeyId',
  RequestExpired: 'RequestTimeTooSkewed',
};

function toS3Error({ code, message }: Extract<Identity, { ok: false }>): S3Error {
  return new S3Error(own(signatureCodes, code) ?? 'AccessDenied', message);
}
