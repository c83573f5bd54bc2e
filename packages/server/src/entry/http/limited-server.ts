import { createServer, type RequestListener, type Server, type ServerOptions } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
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

/** A server of HTTP with our limits, over TLS 1.2 or newer where it has a certificate. It does not listen yet. */
export function createLimitedServer(tls: TlsMaterial | undefined, answer: RequestListener): Server {
  const server =
    tls === undefined
      ? createServer(limits, answer)
      : createTlsServer({ ...limits, ...tls, minVersion: 'TLSv1.2', handshakeTimeout: headersTimeoutMs }, answer);
  server.on('checkContinue', answer); // `100 Continue` is sent when the body is wanted
  server.maxHeadersCount = 0; // counted, and refused with an error, by `checkRequestLine`
  return server;
}
