import { readFile } from 'node:fs/promises';
import { rootCertificates } from 'node:tls';
import { type Dispatcher, Pool } from 'undici';
import { enoughConnections } from '../http-stage.ts';
import type { RemoteKind } from '../images.ts';

const connectMs = 5_000;

/**
 * Connections to a service: its certificate is verified, by the authorities of its rule besides those that Node knows.
 * Every request gets the headers of the rule, and goes below the path of its address. Rejects if the file of authorities
 * cannot be read.
 */
export async function connectRemote({ url, headers, ca }: RemoteKind): Promise<Dispatcher> {
  const { origin, pathname } = new URL(url);
  const authorities = ca === undefined ? {} : { ca: [...rootCertificates, await readAuthorities(ca)] };
  const pool = new Pool(origin, {
    connect: { timeout: connectMs, rejectUnauthorized: true, ...authorities },
    connections: enoughConnections,
    pipelining: 1,
    keepAliveTimeout: 4_000,
    headersTimeout: 0,
    bodyTimeout: 0,
    maxHeaderSize: 16 * 1024,
  });
  const prefix = pathname.replace(/\/$/, '');
  const given = Object.entries(headers ?? {}).flat();
  return pool.compose((dispatch) => (options, handler) => {
    const sent = (options.headers ?? []) as readonly string[];
    return dispatch({ ...options, path: prefix + options.path, headers: [...sent, ...given] }, handler);
  });
}

async function readAuthorities(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new Error(`the certificates of ca cannot be read: ${(error as Error).message}`, { cause: error });
  }
}
