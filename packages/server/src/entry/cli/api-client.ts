import { present } from '@catenary/scoring/internal/values';
import type { S3StoreOptions } from '../../platform/storage/s3/s3-store-options.ts';
import type { ApiRequest } from './api-request.ts';
import { callServer, type HttpAnswer, type ServerAddress } from './call-server.ts';
import { errorCodeOf, errorMessageOf } from './error-message-of.ts';
import { signRequest } from './sign-request.ts';
import { refusedPair, type SigningPair } from './signing-pair.ts';
import { trustedCertificate } from './trusted-certificate.ts';

/** What a server answered. */
export type ApiAnswer = HttpAnswer;

/** An operation was refused; the message is the server's own. */
export class ApiError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** What stands before the operation in `X-Amz-Target`, by the name of the service in signatures. */
const targets = {
  sagemaker: 'SageMaker',
  logs: 'Logs_20140328',
  glue: 'AWSGlue',
  elasticmapreduce: 'ElasticMapReduce',
  'application-autoscaling': 'AnyScaleFrontendService',
  monitoring: 'GraniteServiceVersion20100801',
} as const;

/** Calls a server over HTTP with signed requests: the CLI is a client like any other. */
export class ApiClient {
  readonly #address: ServerAddress;
  readonly #credentials: SigningPair;
  readonly #region: string;

  constructor(address: string | ServerAddress, credentials: SigningPair, region: string) {
    this.#address = typeof address === 'string' ? { url: address } : address;
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

  /** Where it sends requests. */
  get address(): ServerAddress {
    return this.#address;
  }

  /** How a client of S3 reaches its buckets. */
  get store(): S3StoreOptions {
    const { url, certificate } = this.#address;
    return {
      buckets: ['*'],
      endpoint: url,
      region: this.#region,
      pathStyle: true,
      credentials: this.#credentials,
      ...present({ tls: certificate === undefined ? undefined : trustedCertificate(certificate) }),
    };
  }

  /** The headers of a request that is sent now; the signature holds for some minutes. */
  sign(request: ApiRequest): Record<string, string> {
    return signRequest(request, {
      host: new URL(this.#address.url).host,
      credentials: this.#credentials,
      region: this.#region,
      now: new Date(),
    });
  }

  /** Rejects with `ApiError` unless the answer is 2xx. */
  async send(request: ApiRequest): Promise<ApiAnswer> {
    const answer = await callServer(this.#address, {
      method: request.method,
      path: request.path,
      headers: this.sign(request),
      body: request.body === undefined ? undefined : Buffer.from(request.body),
    });
    if (answer.status >= 200 && answer.status < 300) return answer;
    const refused = refusedPair(this.#credentials, this.#address.url, errorCodeOf(answer.body));
    throw new ApiError(answer.status, refused ?? errorMessageOf(answer.body));
  }
}
