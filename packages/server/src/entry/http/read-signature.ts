import type { IncomingHttpHeaders } from 'node:http';
import { defined } from '@catenary/scoring/internal/values';
import { maxSkewMinutes } from './max-skew.ts';
import { readCredential } from './read-credential.ts';
import { readSignatureV2 } from './read-signature-v2.ts';
import { type SignatureFailure, signatureFailure } from './signature-failure.ts';
import type { SignatureParts, SignatureScope, SignedRequest, StatedSignature } from './stated-signature.ts';

/** How far a request's clock may be off, both ways, milliseconds. */
const maxSkewMs = maxSkewMinutes * 60_000;
/** Longest life of a presigned request, seconds. */
const maxExpires = 604_800;
/** The only one that is accepted. */
export const algorithm = 'AWS4-HMAC-SHA256';

const noSignature =
  'The request has no signature: sign it, or run the server with --allow-unsigned on a loopback address.';

/**
 * Reads Signature Version 4, by header or by query, and checks everything that can be checked before the body has been
 * read: form, time, signed headers, a known key. `verifySignature` checks the signature itself.
 * Source: AWS's description of SigV4, and its test vectors.
 */
export function readSignature(
  request: SignedRequest,
  secretOf: (accessKeyId: string) => string | undefined,
  now: Date,
): StatedSignature | SignatureFailure {
  const at = request.url.indexOf('?');
  const query = at < 0 ? '' : request.url.slice(at + 1);
  const { authorization } = request.headers;
  if (authorization === undefined && !query.includes('X-Amz-Signature=')) {
    // What the AWS CLI presigns by default for servers that are not AWS's.
    if (query.includes('AWSAccessKeyId=')) return readSignatureV2(request, secretOf, now);
    return signatureFailure('MissingAuthenticationToken', noSignature);
  }
  if (authorization !== undefined && query.includes('X-Amz-Signature='))
    return signatureFailure('IncompleteSignature', 'A request is signed by header or by query, not by both.');
  const parts = authorization === undefined ? readQuery(query) : readHeader(authorization, request, query);
  if (typeof parts === 'string') return signatureFailure('IncompleteSignature', parts);
  const late = checkTime(parts, now);
  if (late !== undefined) return late;
  const unsigned = missingFromSignature(parts, request.headers);
  if (unsigned !== undefined)
    return signatureFailure('InvalidSignatureException', `The header ${unsigned} must be signed.`);
  const secret = secretOf(parts.accessKeyId);
  if (secret === undefined)
    return signatureFailure(
      'UnrecognizedClientException',
      "The security token included in the request is invalid: the access key is not this server's; catenary env prints the one that is.",
    );
  return { ...parts, ok: true, secret };
}

/** `Authorization` headers up to the signature, read before: reading one costs as much as a hash. */
const scopes = new Map<string, SignatureScope>();
const maxScopes = 64;

function readHeader(authorization: string, request: SignedRequest, query: string): SignatureParts | string {
  const at = authorization.lastIndexOf('Signature=');
  const start = authorization.slice(0, at);
  let scope: SignatureScope | string | undefined = scopes.get(start);
  if (scope === undefined) {
    const match = /^AWS4-HMAC-SHA256 +Credential=([^, ]+), *SignedHeaders=([^, ]+), *$/.exec(start);
    if (at < 0 || match === null)
      return `Authorization header must be ${algorithm} with Credential, SignedHeaders and Signature.`;
    scope = readScope(match[1] as string, match[2] as string);
    if (typeof scope === 'string') return scope;
    if (scopes.size >= maxScopes) scopes.clear();
    scopes.set(start, scope);
  }
  const timestamp = request.headers['x-amz-date'] ?? basicDate(request.headers.date);
  if (typeof timestamp !== 'string') return 'The request has no X-Amz-Date header.';
  const payloadHash = request.headers['x-amz-content-sha256'];
  return readParts(scope, {
    timestamp,
    query,
    expires: undefined,
    payloadHash: typeof payloadHash === 'string' ? payloadHash : undefined,
    signature: authorization.slice(at + 'Signature='.length),
  });
}

/** `Date` may stand in its place (Signature Version 4, "Elements of a request signature"). */
function basicDate(date: string | undefined): string | undefined {
  const time = date === undefined ? Number.NaN : Date.parse(date);
  return Number.isNaN(time) ? undefined : new Date(time).toISOString().replaceAll(/[-:]|\.\d{3}/g, '');
}

function readQuery(query: string): SignatureParts | string {
  const parameters = new URLSearchParams(query);
  const names = [
    'X-Amz-Algorithm',
    'X-Amz-Credential',
    'X-Amz-Date',
    'X-Amz-Expires',
    'X-Amz-SignedHeaders',
    'X-Amz-Signature',
  ];
  const wrong = names.find((name) => parameters.getAll(name).length !== 1) ?? findTwice(parameters);
  if (wrong !== undefined) return `A presigned request has ${wrong} once.`;
  const get = (name: string) => defined(parameters.get(name));
  if (get('X-Amz-Algorithm') !== algorithm) return `X-Amz-Algorithm must be ${algorithm}.`;
  const expires = /^\d{1,6}$/.test(get('X-Amz-Expires')) ? Number(get('X-Amz-Expires')) : 0;
  if (expires < 1 || expires > maxExpires) return `X-Amz-Expires must be from 1 to ${maxExpires} seconds.`;
  const rest = query
    .split('&')
    .filter((pair) => !pair.startsWith('X-Amz-Signature='))
    .join('&');
  // S3 signs no body where no hash is given; every other service signs the hash of the body that it has.
  const isS3 = get('X-Amz-Credential').endsWith('/s3/aws4_request');
  const payloadHash = parameters.get('X-Amz-Content-Sha256') ?? (isS3 ? 'UNSIGNED-PAYLOAD' : undefined);
  const scope = readScope(get('X-Amz-Credential'), get('X-Amz-SignedHeaders'));
  if (typeof scope === 'string') return scope;
  return readParts(scope, {
    timestamp: get('X-Amz-Date'),
    query: rest,
    expires,
    payloadHash,
    signature: get('X-Amz-Signature'),
  });
}

/** A parameter of the signature that occurs more than once, in any case of its letters: it would be ambiguous. */
function findTwice(parameters: URLSearchParams): string | undefined {
  const seen = new Set<string>();
  for (const name of parameters.keys()) {
    const lower = name.toLowerCase();
    if (lower.startsWith('x-amz-') && seen.size === seen.add(lower).size) return name;
  }
  return undefined;
}

function readScope(credential: string, signedHeaders: string): SignatureScope | string {
  const scope = readCredential(credential);
  if (typeof scope === 'string') return scope;
  if (!/^[a-z0-9;.!#$%&'*+^_`|~-]+$/.test(signedHeaders)) return 'SignedHeaders must be header names in lower case.';
  return { ...scope, signedHeaders: signedHeaders.split(';') };
}

function readParts(scope: SignatureScope, own: Omit<SignatureParts, keyof SignatureScope>): SignatureParts | string {
  if (!/^\d{8}T\d{6}Z$/.test(own.timestamp))
    return 'X-Amz-Date must be in ISO 8601 basic form, such as 20260101T000000Z.';
  if (!own.timestamp.startsWith(scope.date)) return 'The date of the credential scope is not that of X-Amz-Date.';
  return { ...scope, ...own };
}

function checkTime(parts: SignatureParts, now: Date): SignatureFailure | undefined {
  const t = parts.timestamp;
  const at = Date.UTC(
    +t.slice(0, 4),
    +t.slice(4, 6) - 1,
    +t.slice(6, 8),
    +t.slice(9, 11),
    +t.slice(11, 13),
    +t.slice(13, 15),
  );
  const life = parts.expires === undefined ? maxSkewMs : parts.expires * 1000;
  const age = now.getTime() - at;
  if (age <= life && age >= -maxSkewMs) return undefined;
  const clock = now.toISOString().replaceAll(/[-:]|\.\d{3}/g, '');
  const remedy = `Their clocks may differ by ${maxSkewMinutes} minutes: set the one that is wrong.`;
  const early = `Signature not yet current: ${t} is still later than the server's time ${clock}. ${remedy}`;
  if (parts.expires !== undefined && parts.service === 's3')
    return signatureFailure('PresignedExpired', age > life ? 'Request has expired' : early);
  const late = `Signature expired: ${t} is now earlier than allowed; the server's time is ${clock}.`;
  // A presigned request had its time, whatever the clocks are.
  const expired = parts.expires === undefined ? `${late} ${remedy}` : late;
  return signatureFailure('RequestExpired', age > life ? expired : early);
}

/**
 * `host`, every `x-amz-*` header, and `content-type` where one is sent: unsigned, any party on the way could change
 * them.
 */
function missingFromSignature(parts: SignatureParts, headers: IncomingHttpHeaders): string | undefined {
  const { signedHeaders, expires } = parts;
  if (!signedHeaders.includes('host')) return 'host';
  for (const name in headers) {
    const needed =
      name.startsWith('x-amz-') || (name === 'content-type' && expires === undefined && parts.service !== 's3');
    if (needed && !signedHeaders.includes(name)) return name;
  }
  return undefined;
}
