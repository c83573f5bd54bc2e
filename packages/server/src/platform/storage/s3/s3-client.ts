import type { S3, S3ClientConfig } from '@aws-sdk/client-s3';
import { present } from '@catenary/scoring/internal/values';
import type { S3StoreOptions } from './s3-store-options.ts';
import { defaultFirstDelayMs, UnbudgetedRetryStrategy } from './unbudgeted-retry-strategy.ts';

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
      httpsAgent: { ...agent, ...options.tls },
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
