import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { present } from '@catenary/scoring/internal/values';
import { sdkConfigName } from '../../write-sdk-config.ts';
import type { EnvFlags } from '../flags/client-flags.ts';
import { printResult } from '../print-result.ts';
import { quoteForShell } from '../quote-for-shell.ts';
import { dataOf } from '../server/connect.ts';
import { findRunningServer } from '../server/running-server.ts';

/** What the shell may have of AWS's own: the token belongs to another key, and the profile counts before one for the SDK for JavaScript. */
const unset = 'unset AWS_SESSION_TOKEN AWS_PROFILE';

/** `catenary env`: the lines for `eval` that point every AWS client of a shell at the running server. */
export async function env(flags: EnvFlags): Promise<void> {
  const data = await dataOf(flags);
  const { url, region, credentials } = await findRunningServer(data, process.env);
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
