import { createServer, type RequestListener, type Server, type ServerOptions, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Socket } from 'node:net';
import { own } from '@catenary/scoring/internal/names';
import { LateRequests } from './late-requests.ts';
import type { TlsMaterial } from './tls-files.ts';

/** Time to the end of a request's headers, milliseconds. */
const headersTimeoutMs = 10_000;
/** How often connections are checked for their time limits, milliseconds. */
const checkingIntervalMs = 5_000;
/** The SDKs keep connections for a minute: closing sooner would cost them resets. */
const keepAliveTimeoutMs = 75_000;
/** Time for a whole request: 5 GiB at 250 KB/s. A transfer slower than 1 KiB/s ends sooner (`connection.ts`). */
const requestTimeoutMs = 6 * 3_600_000;
/** Silence after which a TCP keep-alive probe is sent, which finds peers that vanished, milliseconds. */
const probeAfterMs = 15_000;
const maxHeaderBytes = 16 * 1024;

const limits: ServerOptions = {
  maxHeaderSize: maxHeaderBytes,
  headersTimeout: headersTimeoutMs,
  requestTimeout: requestTimeoutMs,
  connectionsCheckingInterval: checkingIntervalMs,
  keepAliveTimeout: keepAliveTimeoutMs,
  keepAlive: true,
  keepAliveInitialDelay: probeAfterMs,
  insecureHTTPParser: false,
};

/** Some of them, for tests, milliseconds. */
type Times = Pick<ServerOptions, 'headersTimeout' | 'connectionsCheckingInterval'>;

/** A server of HTTP with our limits, over TLS 1.2 or newer where it has a certificate. It does not listen yet. */
export function createLimitedServer(tls: TlsMaterial | undefined, answer: RequestListener, times: Times = {}): Server {
  const server =
    tls === undefined
      ? createServer({ ...limits, ...times }, answer)
      : createTlsServer(
          { ...limits, ...times, ...tls, minVersion: 'TLSv1.2', handshakeTimeout: headersTimeoutMs },
          answer,
        );
  server.on('checkContinue', answer); // `100 Continue` is sent when the body is wanted
  server.maxHeadersCount = 0; // counted, and refused with an error, by `checkRequestLine`
  new LateRequests(server.headersTimeout, refuse).follow(server);
  return server;
}

const refusals: Readonly<Record<string, string>> = {
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: '413 Payload Too Large',
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
};

/** As Node does it without a listener: an answer, unless one is on its way already (`socketOnError` of its `_http_server.js`). */
function refuse(
  error: NodeJS.ErrnoException,
  socket: Socket & { readonly _httpMessage?: ServerResponse | null },
): void {
  const status = own(refusals, error.code ?? '') ?? '400 Bad Request';
  if (socket.writable && socket._httpMessage?.headersSent !== true)
    socket.write(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`);
  socket.destroy(error);
}
