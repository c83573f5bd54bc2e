import { join } from 'node:path';
import { loadCredentials } from '../../credentials.ts';
import { readStateFile } from '../../state-file.ts';
import { readEnvironment } from '../../options/environment.ts';
import { readFlags } from '../../options/flags.ts';
import { compileOptions } from '../../options/server-options.ts';

/** `catenary env`: the lines for `eval` that point every AWS client of a shell at the server. */
export async function env(flags: { readonly data?: string }): Promise<void> {
  const options = compileOptions({ ...readEnvironment(process.env), ...readFlags(flags) });
  const credentials = await loadCredentials(options.data, process.env);
  const running = await readRunning(options.data);
  const url = running?.url ?? `http://${options.host}:${options.port}`;
  const lines = {
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_REGION: running?.region ?? options.region,
    AWS_DEFAULT_REGION: running?.region ?? options.region,
  };
  for (const [name, value] of Object.entries(lines)) process.stdout.write(`export ${name}=${quote(value)}\n`);
}

/** What a running server wrote about itself. */
async function readRunning(data: string): Promise<{ url: string; region: string } | undefined> {
  try {
    return JSON.parse((await readStateFile(join(data, 'server.json'))) ?? '') as { url: string; region: string };
  } catch {
    return undefined;
  }
}

const quote = (value: string) => (/^[\w./:+=@-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`);
