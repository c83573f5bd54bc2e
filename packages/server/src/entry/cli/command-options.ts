import { readOptions } from '../options/read-options.ts';
import { compileOptions, type ServerOptions } from '../options/server-options.ts';

/** The options of a command that needs what a server is configured with: `catenary.yaml` and the environment. */
export async function readCommandOptions(config: string | undefined): Promise<ServerOptions> {
  return commandOptions({ config });
}

/** The same, with the options among the command's flags. */
export async function commandOptions(flags: { readonly config?: string | undefined }): Promise<ServerOptions> {
  const { config, ...others } = flags;
  return compileOptions(await readOptions({ config, environment: process.env, flags: others }), process.env);
}
