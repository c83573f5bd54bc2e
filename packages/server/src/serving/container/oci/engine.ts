import { Pool } from 'undici';
import { isObject } from '../../../util/is-object.ts';

/** An answer of the engine: its status, and its body as JSON or text. */
interface EngineAnswer {
  readonly status: number;
  readonly body: unknown;
}

interface EngineRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly body?: object | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What an engine says went wrong. */
export class EngineError extends Error {
  readonly status: number;

  constructor(message: string, status: number) {
    super(message);
    this.name = 'EngineError';
    this.status = status;
  }
}

/** The release of the API that is spoken: that of Docker 20.10, which Podman 4 has too. */
const version = '/v1.41';
const maxBodyBytes = 16 * 1024 ** 2;

/** An engine of containers, by the Docker Engine API over a socket: https://docs.docker.com/reference/api/engine/. */
export class Engine {
  /** For messages. */
  readonly address: string;
  readonly #pool: Pool;

  /** `unix:///path/of.sock` or `tcp://host:port`. */
  constructor(address: string) {
    this.address = address;
    const { protocol, host, pathname } = new URL(address);
    const limits = { connections: null, headersTimeout: 0, bodyTimeout: 0 };
    this.#pool =
      protocol === 'unix:'
        ? new Pool('http://engine', { ...limits, socketPath: pathname })
        : new Pool(`http://${host}`, limits);
  }

  /** Rejects with `EngineError` for a status of 400 and above, and when the engine cannot be reached. */
  async ask(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<unknown> {
    return bodyOf(await this.#send({ method, path, body }));
  }

  async #send({ method, path, body, headers }: EngineRequest): Promise<EngineAnswer> {
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const type = body === undefined ? {} : { 'content-type': 'application/json' };
    try {
      const options = { method, path: version + path, headers: { ...type, ...headers }, ...sent } as const;
      const { statusCode, body: stream } = await this.#pool.request(options);
      const text = await readWithin(stream, maxBodyBytes);
      return { status: statusCode, body: parsed(text) };
    } catch (error) {
      throw new EngineError(`the engine at ${this.address} does not answer: ${(error as Error).message}`, 0);
    }
  }

  /** Fetches an image; rejects with the registry's reason. */
  async pull(path: string, credentials: string | undefined): Promise<void> {
    const headers = credentials === undefined ? {} : { 'x-registry-auth': credentials };
    const answer = await this.#send({ method: 'POST', path, headers });
    const { status, body } = answer;
    const failure = /"error"\s*:\s*("(?:[^"\\]|\\.)*")/.exec(typeof body === 'string' ? body : JSON.stringify(body));
    if (failure !== null) throw new EngineError(String(JSON.parse(failure[1] ?? '""')), status);
    bodyOf(answer);
  }

  /** The bytes of a log, as they come. */
  async stream(path: string): Promise<AsyncIterable<Buffer>> {
    const { body } = await this.#pool.request({ method: 'GET', path: version + path });
    return body;
  }

  close(): Promise<void> {
    return this.#pool.destroy();
  }
}

/** Throws `EngineError` for a status of 400 and above. */
function bodyOf({ status, body }: EngineAnswer): unknown {
  if (status < 400) return body;
  const { message } = (isObject(body) ? body : {}) as { readonly message?: string };
  throw new EngineError(message ?? `the engine answered ${status}`, status);
}

async function readWithin(stream: AsyncIterable<Buffer>, most: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > most) throw new Error('its answer is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Progress of a pull is several documents: it stays text. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
