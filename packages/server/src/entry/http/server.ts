import { AsyncLocalStorage } from 'node:async_hooks';
import type { Server } from 'node:http';
import type { Server as TlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { Connections } from './connections.ts';
import { failExchange } from './contain.ts';
import type { Exchange, RequestLog, RequestServices } from './exchange.ts';
import { FailureLog } from './failure-log.ts';
import { handleRequest } from './handle-request.ts';
import { createLimitedServer } from './limited-server.ts';
import { followTlsFiles, readTlsFiles, type TlsFiles } from './tls-files.ts';
import { UnknownMembers } from './unknown-members.ts';

/** The shortest time between two rounds of closing idle connections when all are in use, milliseconds. */
const makeRoomEveryMs = 1_000;
/** How long requests under way may take once the server has been asked to stop. */
const drainTimeoutMs = 30_000;

export interface HttpServer {
  /** Where it listens: `http://127.0.0.1:4747`, or `https://` with a certificate. */
  readonly url: string;
  readonly port: number;
  /**
   * Answers with status 500 the request that began the code which failed, and logs the error with the request's id.
   * False if no request began it.
   */
  failCurrent(error: unknown): boolean;
  /** Takes no more requests, lets those under way finish, then closes. */
  close(): Promise<void>;
}

/** Where it listens, and what its clients may take of it. */
export interface HttpServerOptions extends TlsFiles {
  readonly host: string;
  readonly port: number;
  readonly maxConnections: number;
  /** Memory of all answers that are not read, bytes. */
  readonly maxUnreadBytes: number;
  /** Whether the log has a line for every request, or only for those that fail. */
  readonly accessLog: boolean;
}

export async function openHttpServer(options: HttpServerOptions, services: RequestServices): Promise<HttpServer> {
  const current = new AsyncLocalStorage<Exchange>();
  const { host, port, accessLog } = options;
  const requestLog = accessLog ? await openAccessLog(services) : new FailureLog(services.log);
  const unknownMembers = new UnknownMembers(services.log);
  const context = { ...services, current, requestLog, unknownMembers };
  const connections = new Connections(
    { begin: (request, response) => handleRequest(request, response, context), memory: context.bodyMemory },
    options.maxUnreadBytes,
  );
  const tls = await readTlsFiles(options);
  const server = createLimitedServer(tls, (request, response) => connections.take(request, response));
  server.maxConnections = options.maxConnections;
  makeRoomWhenFull(server);
  server.on('close', () => connections.close());
  if (tls !== undefined) renewCertificate(server as TlsServer, options, context);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve());
  });
  const { port: actual } = server.address() as AddressInfo;
  const name = host.includes(':') ? `[${host}]` : host;
  return {
    url: `${tls === undefined ? 'http' : 'https'}://${name}:${actual}`,
    port: actual,
    failCurrent(error) {
      const exchange = current.getStore();
      if (exchange !== undefined) failExchange(exchange, error);
      return exchange !== undefined;
    },
    close: () => drain(server),
  };
}

/** Few servers have it: the others do not load it. */
async function openAccessLog({ log }: RequestServices): Promise<RequestLog> {
  const { AccessLog } = await import('./access-log.ts');
  return new AccessLog(log);
}

/** Connections that are there keep the certificate that they began with. */
function renewCertificate(server: TlsServer, files: TlsFiles, { log }: RequestServices): void {
  const end = followTlsFiles(files, log, (material) => server.setSecureContext({ ...material, minVersion: 'TLSv1.2' }));
  server.on('close', end);
}

/** Idle connections make room for new ones. */
function makeRoomWhenFull(server: Server): void {
  let last = Number.NEGATIVE_INFINITY;
  server.on('drop', () => {
    const now = performance.now();
    if (now - last < makeRoomEveryMs) return; // it looks at every connection
    last = now;
    server.closeIdleConnections();
  });
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
