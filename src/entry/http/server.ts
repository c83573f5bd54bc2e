import { AsyncLocalStorage } from 'node:async_hooks';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { handleRequest } from './request-chain.ts';
import { failExchange } from './contain.ts';
import type { Exchange, RequestServices } from './exchange.ts';

/** Time to the end of a request's headers, and of an idle connection, milliseconds. */
const headersTimeoutMs = 10_000;
/** The SDKs keep connections for a minute: closing sooner would cost them resets. */
const keepAliveTimeoutMs = 75_000;
/** Time for a whole request: an upload of any size takes its time, so only the S3 face needs it this long. */
const requestTimeoutMs = 3_600_000;
const maxConnections = 10_000;
const maxHeaderBytes = 16 * 1024;
/** How long requests under way may take once the server is told to stop. */
const drainTimeoutMs = 30_000;

export interface HttpServer {
  /** Where it listens: `http://127.0.0.1:4747`. */
  readonly url: string;
  readonly port: number;
  /**
   * Answers the request that the code which failed was begun by with status 500, and logs the error with its id. False if
   * no request began it.
   */
  failCurrent(error: unknown): boolean;
  /** Takes no more requests, lets those under way finish, then closes. */
  close(): Promise<void>;
}

export async function openHttpServer(host: string, port: number, services: RequestServices): Promise<HttpServer> {
  const current = new AsyncLocalStorage<Exchange>();
  const context = { ...services, current };
  const answer = (request: IncomingMessage, response: ServerResponse) => handleRequest(request, response, context);
  const server = createServer(
    {
      maxHeaderSize: maxHeaderBytes,
      headersTimeout: headersTimeoutMs,
      requestTimeout: requestTimeoutMs,
      keepAliveTimeout: keepAliveTimeoutMs,
      insecureHTTPParser: false,
    },
    answer,
  );
  server.on('checkContinue', answer); // told to go on when somebody wants the body
  server.maxHeadersCount = 0; // counted, and refused aloud, by `checkRequestLine`
  server.maxConnections = maxConnections;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve());
  });
  const { port: actual } = server.address() as AddressInfo;
  const name = host.includes(':') ? `[${host}]` : host;
  return {
    url: `http://${name}:${actual}`,
    port: actual,
    failCurrent(error) {
      const exchange = current.getStore();
      if (exchange !== undefined) failExchange(exchange, error);
      return exchange !== undefined;
    },
    close: () => drain(server),
  };
}

function drain(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const force = setTimeout(() => server.closeAllConnections(), drainTimeoutMs);
    server.close(() => {
      clearTimeout(force);
      resolve();
    });
    server.closeIdleConnections();
    // Connections that become idle once their request is answered would otherwise be waited for.
    const sweep = setInterval(() => server.closeIdleConnections(), 50);
    server.once('close', () => clearInterval(sweep));
  });
}
