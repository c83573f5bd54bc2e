import type { IncomingMessage } from 'node:http';
import { describeBadTarget } from './describe-bad-target.ts';
import { findRepeatedHeader } from './repeated-headers.ts';
import { withoutAuthority } from './without-authority.ts';

/** Why a request is rejected before its operation is looked up. */
export interface Refusal {
  readonly status: number;
  readonly message: string;
}

/** Most header lines of a request: Node drops what is over its own count without a word, which breaks signatures. */
const maxHeaders = 100;

/** Methods with which no API here takes a body: such a body may be a hidden second request. */
const bodiless: ReadonlySet<string> = new Set(['GET', 'HEAD', 'DELETE', 'OPTIONS', 'TRACE']);

/**
 * What node:http lets through and no API here allows. `undefined`: nothing is wrong. A target in absolute form (RFC
 * 9112, 3.2.2) is made a path on the way.
 */
export function checkRequestLine(request: IncomingMessage): Refusal | undefined {
  const { rawHeaders, httpVersionMajor, url = '' } = request;
  if (rawHeaders.length > maxHeaders * 2) return { status: 431, message: `More than ${maxHeaders} headers.` };
  if (httpVersionMajor !== 1) return { status: 505, message: 'HTTP/1.1 only.' };
  const repeated = findRepeatedHeader(request);
  if (repeated !== undefined) return badRequest(`The header ${repeated} must come once, and in no other way.`);
  if (url.charCodeAt(0) !== 47) {
    const path = withoutAuthority(url, request.headers.host);
    if (path === undefined)
      return badRequest('The request target must be a path of the host that the Host header names.');
    request.url = path;
  }
  return checkFraming(request) ?? checkPath(request.url as string);
}

/** A body is refused if two readers could find its end in two places (RFC 9112, 6.1). */
function checkFraming({ headers, method = '', httpVersionMinor }: IncomingMessage): Refusal | undefined {
  const { 'transfer-encoding': coding, 'content-length': length } = headers;
  if (coding !== undefined) {
    if (httpVersionMinor === 0) return badRequest('Transfer-Encoding needs HTTP/1.1.');
    if (coding.toLowerCase() !== 'chunked')
      return { status: 501, message: 'Of transfer codings only chunked is implemented.' };
  }
  if (bodiless.has(method) && (coding !== undefined || (length !== undefined && Number(length) > 0)))
    return badRequest(`A ${method} request has no body here.`);
  return undefined;
}

function checkPath(url: string): Refusal | undefined {
  const reason = describeBadTarget(url);
  return reason === undefined ? undefined : badRequest(reason);
}

const badRequest = (message: string): Refusal => ({ status: 400, message });

/** The last Host that was found to be a loopback name: most requests repeat it. */
let knownLoopback: string | undefined;

function isLoopback(host: string): boolean {
  if (host === knownLoopback) return true;
  const name = host.replace(/:\d+$/, '');
  const isOne = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(name);
  if (isOne) knownLoopback = host;
  return isOne;
}

/**
 * Without signatures, what a browser sends on another page's behalf is refused: a foreign Host (DNS rebinding), any
 * Origin that is not this server's own, and whatever the browser itself marks as cross-site.
 */
export function checkUnsigned(request: IncomingMessage): Refusal | undefined {
  const { host = '', origin } = request.headers;
  if (!isLoopback(host)) return { status: 403, message: 'Requests without a signature must name a loopback host.' };
  const site = request.headers['sec-fetch-site'];
  const isForeign =
    (origin !== undefined && origin !== `${'encrypted' in request.socket ? 'https' : 'http'}://${host}`) ||
    (site !== undefined && site !== 'same-origin' && site !== 'none');
  return isForeign ? { status: 403, message: "A browser's cross-site request is refused." } : undefined;
}
