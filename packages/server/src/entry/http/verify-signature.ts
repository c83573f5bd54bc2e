import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import { own } from '@catenary/scoring/internal/names';
import { canonicalPaths, canonicalQuery } from './canonical-path.ts';
import { isSameSignature } from './is-same-signature.ts';
import { algorithm } from './read-signature.ts';
import { type SignatureFailure, signatureFailure } from './signature-failure.ts';
import { signingKey } from './signing-key.ts';
import type { CredentialScope, SignatureParts, SignedRequest, StatedSignature } from './stated-signature.ts';

export type SignatureVerdict =
  | SignatureFailure
  | {
      readonly ok: true;
      readonly accessKeyId: string;
      readonly region: string;
      readonly service: string;
      /** Hex SHA-256 of the body that was signed, `UNSIGNED-PAYLOAD`, or one of the `STREAMING-...` forms. */
      readonly payloadHash: string;
      /** What the signatures of an aws-chunked body's chunks are made with. */
      readonly signature: string;
      readonly signingKey: Buffer;
      readonly timestamp: string;
      readonly scope: string;
    };

const wrongSignature =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method; catenary env prints the pair of this server.';

const emptyHash = hash('sha256', '', 'hex');
/**
 * Whether the signature that was read is the one that the key makes of the request. `bodyHash` of the request counts
 * where no header states the hash; where one does, the reader of the body compares it with `payloadHash`.
 */
export function verifySignature(request: SignedRequest, stated: StatedSignature): SignatureVerdict {
  if (stated.signedText !== undefined) return verifyText(stated, stated.signedText);
  const at = request.url.indexOf('?');
  const path = at < 0 ? request.url : request.url.slice(0, at);
  const key = signingKey(stated.secret, stated);
  const payloadHash = stated.payloadHash ?? request.bodyHash ?? emptyHash;
  const isSigned = (canonical: string) =>
    isSameSignature(
      stated.signature,
      sign(stated, canonicalRequest(request, stated, { path: canonical, payloadHash }), key),
    );
  if (!canonicalPaths(path, stated.service).some(isSigned))
    return signatureFailure('InvalidSignatureException', wrongSignature);
  const { accessKeyId, region, service, signature, timestamp } = stated;
  return {
    ok: true,
    accessKeyId,
    region,
    service,
    payloadHash,
    signature,
    signingKey: key,
    timestamp,
    scope: scopeOf(stated),
  };
}

/** Version 2: HMAC-SHA1 of the text, in base64. */
function verifyText(stated: StatedSignature, text: string): SignatureVerdict {
  const { accessKeyId, region, service, signature, secret } = stated;
  const expected = createHmac('sha1', secret).update(text, 'latin1').digest();
  const given = Buffer.from(signature, 'base64');
  if (given.length !== expected.length || !timingSafeEqual(expected, given))
    return signatureFailure('InvalidSignatureException', wrongSignature);
  const none = { signature: '', signingKey: Buffer.alloc(0), timestamp: '', scope: '' };
  return { ok: true, accessKeyId, region, service, payloadHash: 'UNSIGNED-PAYLOAD', ...none };
}

/** The scope as it stands in what is signed. */
export const scopeOf = ({ date, region, service }: CredentialScope) => `${date}/${region}/${service}/aws4_request`;

function canonicalRequest(
  request: SignedRequest,
  parts: SignatureParts,
  { path, payloadHash }: { readonly path: string; readonly payloadHash: string },
): string {
  let headers = '';
  for (const name of parts.signedHeaders) headers += `${name}:${headerValue(request, name)}\n`;
  return (
    `${request.method}\n${path}\n${canonicalQuery(parts.query)}\n${headers}\n` +
    `${parts.signedHeaders.join(';')}\n${payloadHash}`
  );
}

function sign(parts: SignatureParts, canonical: string, key: Buffer): string {
  const toSign = `${algorithm}\n${parts.timestamp}\n${scopeOf(parts)}\n${hash('sha256', Buffer.from(canonical, 'latin1'), 'hex')}`;
  return createHmac('sha256', key).update(toSign).digest('hex');
}

/** Runs of blanks count as one; several headers of a name are joined by commas, without a blank. */
function headerValue({ headers, rawHeaders = [] }: SignedRequest, name: string): string {
  const value = own(headers, name);
  let text = typeof value === 'string' ? value : (value ?? []).join(',');
  if (text.includes(', ')) {
    const all = rawHeaders.filter((_, at) => at % 2 === 1 && rawHeaders[at - 1]?.toLowerCase() === name);
    if (all.length > 1) text = all.map(plainBlanks).join(',');
  }
  return text.includes('  ') || text.includes('\t') || text.startsWith(' ') || text.endsWith(' ')
    ? plainBlanks(text)
    : text;
}

/**
 * One blank for several, and none at the ends; a tab is one, as AWS's SDKs sign it. These alone: JavaScript's own `trim` takes the no-break space of
 * Latin-1 away too, which is not signed away.
 */
const plainBlanks = (text: string) => text.replaceAll(/[ \t]+/g, ' ').replaceAll(/^ | $/g, '');
