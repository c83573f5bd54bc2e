import type { IncomingHttpHeaders } from 'node:http';
import { own } from '@catenary/scoring/internal/names';
import { present } from '@catenary/scoring/internal/values';
import { checkHeaders } from '../../../operations/s3/check-headers.ts';
import { checkOwner } from '../../../operations/s3/check-owner.ts';
import { allowedMethods, findOperation, readPath, type S3Head } from '../../../operations/s3/find-operation.ts';
import { s3Operations } from '../../../operations/s3/operations.ts';
import { readPostedObject } from '../../../operations/s3/posted-object.ts';
import { S3Error, type S3ErrorCode } from '../../../operations/s3/s3-error.ts';
import type { S3Operation } from '../../../operations/s3/s3-operation.ts';
import type { S3Call, S3Response } from '../../../operations/s3/s3-request.ts';
import { withSignedParameters } from '../../../operations/s3/signed-parameters.ts';
import { toS3Error } from '../../../operations/s3/to-s3-error.ts';
import {
  xmlErrorDocument,
  xmlErrorElement,
  xmlKeyElement,
  xmlTextElement,
  xmlTextElements,
} from '../../../operations/s3/xml-elements.ts';
import type { ObjectPlace } from '../../../platform/storage/object-store.ts';
import { s3Demands } from '../../rights/s3-demands.ts';
import { allowOrigin } from '../allow-origin.ts';
import type { AskedOperation, Protocol } from '../exchange.ts';
import { readSignedBody } from '../signed-body.ts';

interface Asked extends AskedOperation<S3Operation> {
  readonly head: S3Head;
}

/**
 * REST-XML, of S3: the operation by method, path, parameters and headers. Its input is the request's parts, with the body
 * as it comes; its output is the parts of the answer.
 */
export const restXml: Protocol<Asked> = {
  services: [s3Operations],
  prepare(exchange) {
    const { request, context } = exchange;
    const { method, url = '', headers } = request;
    if (headers.origin === undefined || method === 'OPTIONS') return undefined;
    return allowOrigin(exchange, bucketOf(url), context.authenticator.claimedAccount(request));
  },
  prepareForm(exchange, fields) {
    const { request, context } = exchange;
    const { url = '', headers } = request;
    const account = context.authenticator.claimedFormAccount(fields);
    // Of the server's own account it is known already.
    if (headers.origin === undefined || account === context.account) return undefined;
    return allowOrigin(exchange, bucketOf(url), account);
  },
  find({ method = '', url = '', headers: sent }) {
    const head = { method, ...headOf(url, sent) };
    return { service: s3Operations, operation: findOperation(head), head };
  },
  decode({ operation, head: { bucket, key, query, headers } }, { exchange, caller, form }): S3Call {
    const { response, requestId, context } = exchange;
    const posted = form === undefined ? undefined : readPostedObject(form, bucket);
    const said = posted?.headers ?? headers;
    checkOwner(said, caller.account);
    checkHeaders(operation, said);
    // A signature of version 2 says no region.
    const signedRegion = caller.verdict?.region === '' ? undefined : caller.verdict?.region;
    const shared = { query, headers: said, requestId, region: caller.region, signedRegion };
    if (posted !== undefined) {
      const { key, body, fields } = posted;
      return { request: { ...shared, body, trailers: noTrailers, form: fields }, bucket, key };
    }
    const mayDelete = (place: ObjectPlace) =>
      context.authenticator.refuseDemands(caller.verdict?.accessKeyId, () => s3Demands('DeleteObject', place)) ===
      undefined;
    return { request: { ...shared, mayDelete, ...readSignedBody(response, caller.verdict) }, bucket, key };
  },
  encode(_asked, output, { requestId }) {
    const { headers, ...response } = output as S3Response;
    return { ...response, headers: { ...headers, 'x-amz-request-id': requestId } };
  },
  refusalOf: toS3Error,
  /** To HEAD an error has no body. */
  encodeError(refusal, { request: { method, url = '', headers: sent }, requestId }) {
    const { status, code, message, members } = asS3Error(refusal);
    const body = xmlErrorDocument([
      xmlTextElement('Code', code),
      xmlErrorElement('Message', message),
      ...placeOf(code, url),
      ...Object.entries(members).map(([name, text]) => xmlErrorElement(name, text)),
      xmlTextElement('Resource', pathOf(url)),
      xmlTextElement('RequestId', requestId),
    ]);
    const allow = code === 'MethodNotAllowed' ? allowedMethods(headOf(url, sent)).join(', ') : undefined;
    const headers = {
      'x-amz-request-id': requestId,
      'content-type': 'application/xml',
      ...present({ allow, 'x-amz-bucket-region': members?.Region }),
    };
    if (method === 'HEAD') return { status, headers };
    return { status, headers: { ...headers, 'content-length': String(body.length) }, body };
  },
};

const noTrailers: ReadonlyMap<string, string> = new Map();

/** What a request's head says besides its method. */
function headOf(url: string, sent: IncomingHttpHeaders): Omit<S3Head, 'method'> {
  const end = url.indexOf('?');
  const query = new URLSearchParams(end < 0 ? '' : url.slice(end + 1));
  return { ...readPath(pathOf(url)), query, headers: withSignedParameters(sent, query) };
}

/** Empty where none can be read. */
function bucketOf(url: string): string {
  try {
    return readPath(pathOf(url)).bucket;
  } catch {
    return '';
  }
}

/** What is missing, as the service's errors name it. */
function placeOf(code: S3ErrorCode, url: string): string[] {
  if (!['NoSuchBucket', 'NoSuchKey', 'NoSuchUpload'].includes(code)) return [];
  const { bucket, key } = readPath(pathOf(url));
  if (code === 'NoSuchBucket') return [xmlTextElement('BucketName', bucket)];
  if (code === 'NoSuchKey') return [xmlKeyElement(key)];
  return xmlTextElements({ UploadId: new URLSearchParams(url.slice(url.indexOf('?') + 1)).get('uploadId') ?? '' });
}

function pathOf(url: string): string {
  const end = url.indexOf('?');
  return end < 0 ? url : url.slice(0, end);
}

/** S3 has its own codes for errors of signatures. */
const signatureCodes: Readonly<Record<string, S3ErrorCode>> = {
  IncompleteSignature: 'AuthorizationHeaderMalformed',
  InvalidSignatureException: 'SignatureDoesNotMatch',
  UnrecognizedClientException: 'InvalidAccessKeyId',
  InvalidClientTokenId: 'InvalidToken',
  PresignedExpired: 'AccessDenied',
  RequestExpired: 'RequestTimeTooSkewed',
  UnknownOperationException: 'NotImplemented',
};

/** What the steps that all protocols share refuse, in S3's codes. */
function asS3Error(refusal: { readonly code: string; readonly message: string }): S3Error {
  if (refusal instanceof S3Error) return refusal;
  if (refusal.code === 'InternalFailure')
    return new S3Error('InternalError', 'We encountered an internal error. Please try again.');
  if (refusal.code === 'ThrottlingException') return new S3Error('SlowDown', refusal.message);
  if (refusal.code === 'ServiceUnavailable') return new S3Error('ServiceUnavailable', refusal.message);
  return new S3Error(own(signatureCodes, refusal.code) ?? 'AccessDenied', refusal.message);
}
