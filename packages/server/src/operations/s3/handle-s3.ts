import { own } from '@catenary/scoring/internal/names';
import { ObjectStoreError } from '../../platform/storage/object-store-error.ts';
import { S3Failure } from '../../platform/storage/s3/s3-failure.ts';
import { isStoreOutage } from '../../platform/store/is-store-outage.ts';
import { checkHeaders } from './check-headers.ts';
import { S3Error } from './s3-error.ts';
import type { S3Operation } from './s3-operation.ts';
import { s3Operations, subresources } from './s3-operations.ts';
import type { S3Call, S3Context, S3Request, S3Response } from './s3-request.ts';
import { withSignedParameters } from './signed-parameters.ts';
import { errorDocument, textElement } from './xml.ts';

/**
 * Answers one S3 request. What the client did wrong is an answer too; it rejects only with what no request caused: a
 * failing disk, a broken connection.
 */
export async function handleS3(request: S3Request, context: S3Context): Promise<S3Response> {
  try {
    const headers = withSignedParameters(request.headers, request.query);
    const call = readCall({ ...request, headers }, context);
    const operation = findOperation(call);
    checkHeaders(operation, call.request.headers);
    const response = await operation.run(call);
    return { ...response, headers: { ...response.headers, 'x-amz-request-id': request.requestId } };
  } catch (error) {
    if (error instanceof ObjectStoreError) return s3ErrorResponse(new S3Error(error.code, error.message), request);
    if (error instanceof S3Error) return s3ErrorResponse(error, request);
    if (error instanceof S3Failure) return s3ErrorResponse(passedOn(error), request);
    if (isStoreOutage(error)) return s3ErrorResponse(new S3Error('ServiceUnavailable', storeOutage), request);
    throw error;
  }
}

const storeOutage = 'Please try again later: the index of the objects is locked by another process.';

/** What an outside store said, as this one's answer. */
function passedOn({ code, isRefusal, message }: S3Failure): S3Error {
  if (code === 'InvalidBucketName') return new S3Error('InvalidBucketName', message);
  if (isRefusal) return new S3Error('AccessDenied', message);
  return new S3Error('ServiceUnavailable', message);
}

/** The answer that says what was wrong; to HEAD it has no body. */
export function s3ErrorResponse(error: S3Error, request: Pick<S3Request, 'method' | 'path' | 'requestId'>): S3Response {
  const body = errorDocument([
    textElement('Code', error.code),
    textElement('Message', error.message),
    textElement('Resource', request.path),
    textElement('RequestId', request.requestId),
  ]);
  const headers = { 'x-amz-request-id': request.requestId, 'content-type': 'application/xml' };
  if (request.method === 'HEAD') return { status: error.status, headers };
  return { status: error.status, headers: { ...headers, 'content-length': String(body.length) }, body };
}

function readCall(request: S3Request, { store, account }: S3Context): S3Call {
  const slash = request.path.indexOf('/', 1);
  const bucket = decode(slash < 0 ? request.path.slice(1) : request.path.slice(1, slash));
  const key = slash < 0 ? '' : decode(request.path.slice(slash + 1));
  if (bucket === '' && request.path !== '/') throw new S3Error('InvalidURI', 'The path names no bucket.');
  for (const name of ['x-amz-expected-bucket-owner', 'x-amz-source-expected-bucket-owner']) {
    const owner = own(request.headers, name);
    if (owner !== undefined && owner !== account)
      throw new S3Error('AccessDenied', `The bucket belongs to account ${account}, not to ${String(owner)}.`);
  }
  return { request, store, account, bucket, key };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new S3Error('InvalidURI', 'The path must be percent-encoded UTF-8.');
  }
}

function findOperation(call: S3Call): S3Operation {
  const { method, query, headers } = call.request;
  const on = call.bucket === '' ? 'service' : call.key === '' ? 'bucket' : 'object';
  const known = s3Operations.find(
    (operation) =>
      operation.method === method &&
      operation.on === on &&
      (operation.header === undefined || own(headers, operation.header) !== undefined) &&
      (operation.query ?? []).every((parameter) => hasParameter(query, parameter)) &&
      otherSubresource(query, operation) === undefined,
  );
  if (known !== undefined) return known;
  const subresource = otherSubresource(query, undefined);
  throw subresource === undefined
    ? new S3Error('MethodNotAllowed', `The method ${method} is not allowed against this ${on}.`)
    : new S3Error(
        'NotImplemented',
        `${method} ?${subresource} of ${on === 'object' ? 'an' : 'a'} ${on} asks for functionality that is not implemented.`,
      );
}

function hasParameter(query: URLSearchParams, parameter: string): boolean {
  const [name = '', value] = parameter.split('=');
  return value === undefined ? query.has(name) : query.get(name) === value;
}

/** A parameter that asks for another operation than this. */
function otherSubresource(query: URLSearchParams, operation: S3Operation | undefined): string | undefined {
  return [...query.keys()].find((name) => subresources.has(name) && operation?.query?.includes(name) !== true);
}
