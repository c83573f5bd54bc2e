import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { present } from '@catenary/scoring/internal/values';
import { sdkConfigName } from '../../write-sdk-config.ts';
import { ApiClient, ApiError } from '../api-client.ts';
import type { EnvFlags } from '../flags/client-flags.ts';
import { printResult } from '../print-result.ts';
import { quoteForShell } from '../quote-for-shell.ts';
import { dataOf } from '../server/connect.ts';
import { findRunningServer, type RunningServer } from '../server/running-server.ts';

/** What the shell may have of AWS's own: the token belongs to another key, and the profile counts before one for the SDK for JavaScript. */
const unset = 'unset AWS_SESSION_TOKEN AWS_PROFILE';

/** `catenary env`: the lines for `eval` that point every AWS client of a shell at the running server. */
export async function env(flags: EnvFlags): Promise<void> {
  const data = await dataOf(flags);
  const server = await findRunningServer(data, process.env);
  await requireTakenPair(server);
  const { url, region, credentials } = server;
  const defaults = join(data, sdkConfigName);
  const lines = {
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    ...present({ SAGEMAKER_ADMIN_CONFIG_OVERRIDE: existsSync(defaults) ? defaults : undefined }),
  };
  const exports = Object.entries(lines).map(([name, value]) => `export ${name}=${quoteForShell(value)}`);
  printResult(flags, lines, () => [unset, ...exports].join('\n'));
}

/** Throws for a pair that the server refuses: the lines would be of no use. Whatever else a server says does not concern them. */
async function requireTakenPair(server: RunningServer): Promise<void> {
  const client = new ApiClient(server, server.credentials, server.region);
  await client.operation('ListModels', { MaxResults: 1 }).catch((error: unknown) => {
    if (error instanceof ApiError && error.status < 500) throw error;
  });
}
