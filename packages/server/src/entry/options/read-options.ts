import { readConfigFile } from './config-file.ts';
import { readEnvironment } from './environment.ts';
import { readFlags } from './flags.ts';
import type { RawServerOptions } from './server-options.ts';

export interface OptionSources {
  /** Path of catenary.yaml. */
  readonly config?: string | undefined;
  readonly environment: NodeJS.ProcessEnv;
  /** Flags of the command, options among them. */
  readonly flags?: object;
}

/** Options by flag, by environment, by file, in this order of precedence. Throws `OptionError`. */
export async function readOptions({ config, environment, flags = {} }: OptionSources): Promise<RawServerOptions> {
  const file = config === undefined ? {} : await readConfigFile(config);
  return { ...file, ...readEnvironment(environment), ...readFlags(flags) };
}
