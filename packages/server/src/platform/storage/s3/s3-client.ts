import type { S3, S3ClientConfig } from '@aws-sdk/client-s3';
import { present } from '@catenary/scoring/internal/values';
import { defaultFirstDelayMs, UnbudgetedRetryStrategy } from './unbudgeted-retry-strategy.ts';

/** Where an outside store is and who we are there. */
export interface S3StoreOptions {
  /** `http://` or `https://` address; left out for AWS itself, by region. */
  readonly endpoint?: string;
  readonly region: string;
  /** `endpoint/bucket/key` instead of `bucket.endpoint/key`. */
  readonly pathStyle: boolean;
  /** Names of the buckets that are there; `*` stands for any characters. */
  readonly buckets: readonly string[];
  /** Left out: as the AWS SDK finds them (environment, profile, instance). */
  readonly credentials?: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
  /** Profile of the shared AWS files, instead of `credentials`. */
  readonly profile?: string;
  /**
   * Whether other servers may continue the outputs of this one: then each is an upload, however small, because the end
   * of an upload can happen once only. A plain put that was delayed would replace whatever came after it. @default
   * false
   */
  readonly isFenced?: boolean;
  /** Time after which a connection on which nothing moves is given up and tried again, milliseconds. @default 30000 */
  readonly stallMs?: number;
  /** Longest wait before the first retry, milliseconds; it doubles from there. @default 100 */
  readonly firstDelayMs?: number;
}

/** A connection that does not come is given up and tried again. */
const connectionTimeoutMs = 5000;
export const defaultStallMs = 30_000;

/** Makes the client. The AWS SDK is loaded here: a server without outside stores does without. */
export async function openS3Client(options: S3StoreOptions): Promise<S3> {
  const { S3 } = await import('@aws-sdk/client-s3');
  const agent = { keepAlive: true, maxSockets: 64 };
  const config: S3ClientConfig = {
    region: options.region,
    forcePathStyle: options.pathStyle,
    retryStrategy: new UnbudgetedRetryStrategy(options.firstDelayMs ?? defaultFirstDelayMs),
    requestHandler: {
      connectionTimeout: connectionTimeoutMs,
      socketTimeout: options.stallMs ?? defaultStallMs,
      httpAgent: agent,
      httpsAgent: agent,
    },
    // Bodies are checked by `VerifiedBody`, which also continues after a break; the SDK's own check cannot.
    responseChecksumValidation: 'WHEN_REQUIRED',
    ...present({ endpoint: options.endpoint, credentials: options.credentials, profile: options.profile }),
  };
  const client = new S3(config);
  client.middlewareStack.add(
    (next, context) => async (parameters) => {
      const { headers } = parameters.request as { headers: Record<string, string> };
      if (context.commandName === 'GetObjectCommand') headers['x-amz-checksum-mode'] = 'ENABLED';
      return next(parameters);
    },
    { step: 'build', name: 'askForChecksums' },
  );
  return client;
}
