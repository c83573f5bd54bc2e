import type { IncomingHttpHeaders } from 'node:http';
import { own } from '@catenary/scoring/internal/names';
import { type SignatureFailure, signatureFailure } from './signature-failure.ts';
import type { SignedRequest, StatedSignature } from './stated-signature.ts';

/** Query parameters that are part of the resource that was signed (S3 User Guide, "Signing and authenticating REST requests"). */
const signedParameters = new Set(
  (
    'acl cors delete lifecycle location logging notification partNumber policy requestPayment restore tagging torrent ' +
    'uploadId uploads versionId versioning versions website response-cache-control response-content-disposition ' +
    'response-content-encoding response-content-language response-content-type response-expires'
  ).split(' '),
);

const onlyObjects =
  'Signature Version 2 is accepted in presigned URLs for GET, HEAD and PUT of objects alone: sign with version 4.';

/**
 * Reads the signature of a presigned URL of version 2, which boto3 and the AWS CLI make where no region asks for version 4:
 * for objects of S3, as the service itself still takes it.
 */
export function readSignatureV2(
  request: SignedRequest,
  secretOf: (accessKeyId: string) => string | undefined,
  now: Date,
): StatedSignature | SignatureFailure {
  const at = request.url.indexOf('?');
  const [path, query] = [request.url.slice(0, at), request.url.slice(at + 1)];
  const parameters = new URLSearchParams(query);
  const [accessKeyId, expires, signature] = ['AWSAccessKeyId', 'Expires', 'Signature'].map((name) => {
    const all = parameters.getAll(name);
    return all.length === 1 ? (all[0] ?? '') : '';
  }) as [string, string, string];
  if (!['GET', 'HEAD', 'PUT'].includes(request.method) || !/^\/[^/]+\/./.test(path))
    return signatureFailure('IncompleteSignature', onlyObjects);
  if (accessKeyId === '' || signature === '' || !/^\d{1,12}$/.test(expires))
    return signatureFailure(
      'IncompleteSignature',
      'A presigned request has AWSAccessKeyId, Expires and Signature once.',
    );
  if (now.getTime() > Number(expires) * 1000) return signatureFailure('PresignedExpired', 'Request has expired');
  const secret = secretOf(accessKeyId);
  if (secret === undefined)
    return signatureFailure(
      'UnrecognizedClientException',
      'The AWS Access Key Id you provided is not one of this server.',
    );
  return {
    ok: true,
    secret,
    accessKeyId,
    signature,
    date: '',
    region: '',
    service: 's3',
    signedHeaders: [],
    timestamp: '',
    payloadHash: 'UNSIGNED-PAYLOAD',
    expires: Number(expires),
    query,
    signedText: signedText(request, { path, parameters, expires }),
  };
}

interface Presigned {
  readonly path: string;
  readonly parameters: URLSearchParams;
  readonly expires: string;
}

function signedText({ method, headers }: SignedRequest, { path, parameters, expires }: Presigned): string {
  // A presigner moves headers into the query; the user of the URL may send them nevertheless.
  const get = (name: string) => own(headers, name) ?? parameters.get(name) ?? '';
  const signed = [...parameters].filter(([name]) => signedParameters.has(name));
  const resource = signed
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => (value === '' ? name : `${name}=${value}`));
  return (
    `${method}\n${String(get('content-md5'))}\n${String(get('content-type'))}\n${expires}\n` +
    `${amazonHeaders(headers, parameters)}${path}${resource.length === 0 ? '' : `?${resource.join('&')}`}`
  );
}

function amazonHeaders(headers: IncomingHttpHeaders, parameters: URLSearchParams): string {
  const all = new Map<string, string>();
  for (const [name, value] of parameters) if (/^x-amz-/i.test(name)) all.set(name.toLowerCase(), value);
  for (const [name, value] of Object.entries(headers))
    if (name.startsWith('x-amz-')) all.set(name, Array.isArray(value) ? value.join(',') : (value ?? ''));
  return [...all]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}:${value.trim()}\n`)
    .join('');
}
