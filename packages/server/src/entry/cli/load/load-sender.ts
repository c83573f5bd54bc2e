import { defined, present } from '@catenary/scoring/internal/values';
import { type Dispatcher, Pool } from 'undici';
import type { ApiClient } from '../api-client.ts';
import type { ApiRequest } from '../api-request.ts';
import { errorMessageOf } from '../error-message-of.ts';
import { trustedCertificate } from '../trusted-certificate.ts';
import type { LoadRows } from './load-rows.ts';

/** How a request ended. Status 0: there was no answer. */
export interface Outcome {
  readonly status: number;
  /** Of an error, what was said. */
  readonly message: string | undefined;
}

/** A signature is used for so long, milliseconds; it holds for 15 minutes. */
const signedForMs = 60_000;
/** The answer's time limit, milliseconds: longer than an endpoint's own. */
const answerTimeoutMs = 90_000;
/** Of the body of an error, the bytes that are kept. */
const maxErrorBytes = 8_192;

/** What is sent where, over how many connections. */
export interface LoadTarget {
  /** Of the endpoint. */
  readonly name: string;
  readonly rows: LoadRows;
  readonly connections: number;
}

interface Signed {
  readonly headers: Record<string, string>;
  readonly until: number;
}

/** Sends the rows to one endpoint in turn. A row is signed once a minute, so that the load is the server's work and not the client's. */
export class LoadSender {
  readonly #client: ApiClient;
  readonly #requests: readonly (ApiRequest & { readonly body: Buffer })[];
  readonly #signed = new Map<number, Signed>();
  readonly #pool: Pool;
  #next = 0;

  constructor(client: ApiClient, { name, rows, connections }: LoadTarget) {
    const { bodies, headers } = rows;
    this.#client = client;
    const path = `/endpoints/${encodeURIComponent(name)}/invocations`;
    this.#requests = bodies.map((body) => ({ method: 'POST', path, service: 'sagemaker', headers, body }));
    const { url, certificate } = client.address;
    this.#pool = new Pool(new URL(url).origin, {
      connections,
      pipelining: 1,
      headersTimeout: answerTimeoutMs,
      bodyTimeout: answerTimeoutMs,
      ...present({ connect: certificate === undefined ? undefined : trustedCertificate(certificate) }),
    });
  }

  /** Sends the next row; `done` gets to know how it ended, exactly once. */
  send(done: (outcome: Outcome) => void): void {
    const at = this.#next++ % this.#requests.length;
    const { method, path, body } = defined(this.#requests[at]);
    this.#pool.dispatch({ method, path, headers: this.#headersOf(at), body }, new OutcomeHandler(done));
  }

  close(): Promise<void> {
    return this.#pool.destroy();
  }

  #headersOf(at: number): Record<string, string> {
    const now = Date.now();
    const known = this.#signed.get(at);
    if (known !== undefined && known.until > now) return known.headers;
    const headers = this.#client.sign(defined(this.#requests[at]));
    this.#signed.set(at, { headers, until: now + signedForMs });
    return headers;
  }
}

class OutcomeHandler implements Dispatcher.DispatchHandler {
  readonly #done: (outcome: Outcome) => void;
  #status = 0;
  #error: Buffer = Buffer.alloc(0);

  constructor(done: (outcome: Outcome) => void) {
    this.#done = done;
  }

  onRequestStart(): void {}

  onResponseStart(_controller: Dispatcher.DispatchController, status: number): void {
    this.#status = status;
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#status >= 300 && this.#error.length < maxErrorBytes)
      this.#error = Buffer.concat([this.#error, chunk]).subarray(0, maxErrorBytes);
  }

  onResponseEnd(): void {
    const message = this.#status < 300 ? undefined : errorMessageOf(this.#error);
    this.#done({ status: this.#status, message });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#done({ status: 0, message: error.message });
  }
}
