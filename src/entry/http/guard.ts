import type { IncomingMessage } from 'node:http';

/** Why a request is turned away before anybody looks at what it asks. */
export interface Refusal {
  readonly status: number;
  readonly message: string;
}

/** Most header lines of a request: Node drops what is over its own count without a word, which breaks signatures. */
const maxHeaders = 100;

/**
 * What node:http lets through and no API here means (spec: "What bare Node does by default"). `undefined`: all well.
 */
export function checkRequestLine(request: IncomingMessage): Refusal | undefined {
  const { rawHeaders, headers, url } = request;
  if (rawHeaders.length > maxHeaders * 2) return { status: 431, message: `More than ${maxHeaders} headers.` };
  if (request.httpVersionMajor !== 1) return { status: 505, message: 'HTTP/1.1 only.' };
  if (url === undefined || url.charCodeAt(0) !== 47)
    return { status: 400, message: 'The request target must be a path.' };
  if (request.httpVersionMinor === 0 && headers['transfer-encoding'] !== undefined)
    return { status: 400, message: 'Transfer-Encoding needs HTTP/1.1.' };
  let hosts = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] as string;
    if (name.length === 4 && name.toLowerCase() === 'host') hosts++;
  }
  return hosts > 1 ? { status: 400, message: 'More than one Host header.' } : undefined;
}

/**
 * Without signatures, what a browser sends on another page's behalf is refused: a foreign Host (DNS rebinding), any
 * Origin that is not this server's own, and whatever the browser itself marks as cross-site.
 */
export function checkUnsigned(request: IncomingMessage): Refusal | undefined {
  const { host = '', origin } = request.headers;
  const name = host.replace(/:\d+$/, '');
  if (!/^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(name))
    return { status: 403, message: 'Requests without a signature must name a loopback host.' };
  const site = request.headers['sec-fetch-site'];
  const isForeign =
    (origin !== undefined && origin !== `http://${host}`) ||
    (site !== undefined && site !== 'same-origin' && site !== 'none');
  return isForeign ? { status: 403, message: "A browser's cross-site request is refused." } : undefined;
}
