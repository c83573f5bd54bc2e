import { present } from '@catenary/scoring/internal/values';
import type { Credentials } from '../credentials.ts';
import type { ApiRequest } from './api-request.ts';
import { signRequest } from './sign-request.ts';

export interface ApiAnswer {
  readonly status: number;
  readonly body: Buffer;
}

/** An operation was refused; the message is the server's own. */
export class ApiError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** What stands before the operation in `X-Amz-Target`, by the name of the service in signatures. */
const targets = { sagemaker: 'SageMaker', logs: 'Logs_20140328' } as const;

/** Calls a server over HTTP with signed requests: the CLI is a client like any other. */
export class ApiClient {
  readonly #url: URL;
  readonly #credentials: Credentials;
  readonly #region: string;

  constructor(url: string, credentials: Credentials, region: string) {
    this.#url = new URL(url);
    this.#credentials = credentials;
    this.#region = region;
  }

  /** A control-plane operation: input and output as the API has them. */
  async operation(
    name: string,
    input: object,
    service: keyof typeof targets = 'sagemaker',
  ): Promise<Record<string, unknown>> {
    const { body } = await this.send({
      method: 'POST',
      path: '/',
      service,
      headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `${targets[service]}.${name}` },
      body: JSON.stringify(input),
    });
    return body.length === 0 ? {} : (JSON.parse(body.toString()) as Record<string, unknown>);
  }

  /** Rejects with `ApiError` unless the answer is 2xx. */
  async send(request: ApiRequest): Promise<ApiAnswer> {
    const response = await fetch(new URL(request.path, this.#url), {
      method: request.method,
      headers: signRequest(request, {
        host: this.#url.host,
        credentials: this.#credentials,
        region: this.#region,
        now: new Date(),
      }),
      ...present({ body: request.body === undefined ? undefined : new Uint8Array(Buffer.from(request.body)) }),
    });
    const body = Buffer.from(await response.arrayBuffer());
    if (response.ok) return { status: response.status, body };
    throw new ApiError(response.status, messageOf(body));
  }
}

function messageOf(body: Buffer): string {
  const text = body.toString();
  try {
    const { message, Message } = JSON.parse(text) as { message?: string; Message?: string };
    return message ?? Message ?? text;
  } catch {
    return /<Message>([^<]*)</.exec(text)?.[1] ?? text;
  }
}
