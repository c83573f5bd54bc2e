import { readConfigFile } from '../options/config-file.ts';
import { readEnvironment } from '../options/environment.ts';
import { compileOptions, type ServerOptions } from '../options/server-options.ts';

/** The options of a command that needs what a server is configured with: `catenary.yaml`, if one is named, and the environment. */
export async function readCommandOptions(config: string | undefined): Promise<ServerOptions> {
  const file = config === undefined ? {} : await readConfigFile(config);
  return compileOptions({ ...file, ...readEnvironment(process.env) }, process.env);
}
