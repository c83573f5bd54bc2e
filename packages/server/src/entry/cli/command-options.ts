import { readOptions } from '../options/read-options.ts';
import { compileOptions, type ServerOptions } from '../options/server-options.ts';

/** The options of a command that needs what a server is configured with: `catenary.yaml` and the environment. */
export async function readCommandOptions(config: string | undefined): Promise<ServerOptions> {
  return compileOptions(await readOptions({ config, environment: process.env }), process.env);
}
