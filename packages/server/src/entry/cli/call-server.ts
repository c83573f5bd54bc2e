import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request as requestTls } from 'node:https';
import { buffer } from 'node:stream/consumers';
import { own } from '@catenary/scoring/internal/names';
import { present } from '@catenary/scoring/internal/values';
import { CommandError } from './command.ts';
import { trustedCertificate } from './trusted-certificate.ts';

/** Where a server is. */
export interface ServerAddress {
  readonly url: string;
  /** What it shows, PEM: it is known by that, whatever names are in it and whoever signed it. Undefined: as Node knows servers. */
  readonly certificate?: string | undefined;
}

export interface HttpCall {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | undefined;
  readonly signal?: AbortSignal;
}

export interface HttpAnswer {
  readonly status: number;
  /** A header by its name in small letters. */
  readonly header: (name: string) => string | undefined;
  readonly body: Buffer;
}

/** Sends a request and gives the whole answer, whatever its status is. */
export function callServer(address: ServerAddress, call: HttpCall): Promise<HttpAnswer> {
  return address.certificate === undefined
    ? callPlain(address.url, call)
    : callPinned(address, address.certificate, call);
}

async function callPlain(url: string, { path, body, ...rest }: HttpCall): Promise<HttpAnswer> {
  const init = { ...rest, ...present({ body: body === undefined ? undefined : new Uint8Array(body) }) };
  try {
    const response = await fetch(new URL(path, url), init);
    const header = (name: string) => response.headers.get(name) ?? undefined;
    return { status: response.status, header, body: Buffer.from(await response.arrayBuffer()) };
  } catch (error) {
    throw silence(url, (error as Error).cause ?? error);
  }
}

/** A request without an answer: the server has ended, or the connection was cut. */
function silence(url: string, cause: unknown): CommandError {
  const { code, message } = cause as NodeJS.ErrnoException;
  return new CommandError(
    `The server at ${url} does not answer (${code ?? message}): catenary status says whether it runs.`,
    { cause },
  );
}

async function callPinned({ url }: ServerAddress, certificate: string, call: HttpCall): Promise<HttpAnswer> {
  const { path, body, ...rest } = call;
  const request = requestTls(new URL(path, url), { ...rest, ...trustedCertificate(certificate) });
  request.end(body);
  const [response] = (await once(request, 'response').catch((error: unknown) => {
    throw silence(url, error);
  })) as [IncomingMessage];
  const header = (name: string) => own(response.headers, name)?.toString();
  return { status: response.statusCode ?? 0, header, body: await buffer(response) };
}
