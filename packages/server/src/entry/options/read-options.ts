import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { present } from '@catenary/scoring/internal/values';
import { readConfigFile } from './config-file.ts';
import { readEnvironment } from './environment.ts';
import { readFlags } from './flags.ts';
import { OptionError } from './option-error.ts';
import { compileOptions, type RawServerOptions } from './server-options.ts';

export interface OptionSources {
  /** Path of catenary.yaml. Without it, those of the working directory and of the data folder are read, if they are there. */
  readonly config?: string | undefined;
  readonly environment: NodeJS.ProcessEnv;
  /** Flags of the command, options among them. */
  readonly flags?: object;
  /** The working directory. @default process.cwd() */
  readonly folder?: string;
}

/** What one source sets. */
export interface OptionReading {
  /** `flags`, `environment`, or the path of a file. */
  readonly from: string;
  readonly options: RawServerOptions;
}

/** The name of the file that is looked for. */
const fileName = 'catenary.yaml';

/** Options by flag, by environment, by file, in this order of precedence. Throws `OptionError`. */
export async function readOptions(sources: OptionSources): Promise<RawServerOptions> {
  return merge(await readOptionSources(sources));
}

/** Options of several sources, the first before the others. */
export function merge(readings: readonly OptionReading[]): RawServerOptions {
  return Object.assign({}, ...readings.toReversed().map(({ options }) => options)) as RawServerOptions;
}

/** The data folder. The file that lies in it cannot name it, and is not read. Throws `OptionError`. */
export async function readDataFolder(sources: Omit<OptionSources, 'config'>): Promise<string> {
  return dataOf(await readHere(sources));
}

/** What each source sets, the one that comes first before all others. Throws `OptionError`. */
export async function readOptionSources({ config, ...sources }: OptionSources): Promise<readonly OptionReading[]> {
  // Errors name it as it was given.
  if (config !== undefined)
    return [...readGiven(sources), { from: resolve(config), options: await readConfigFile(config) }];
  const here = await readHere(sources);
  const kept = join(dataOf(here), fileName);
  if (here.some(({ from }) => from === kept)) return here;
  const found = await readFound(kept);
  if (found.some(({ options }) => options.data !== undefined))
    throw new OptionError(`${kept}: data cannot be set by a file that lies in the data folder`, ['data']);
  return [...here, ...found];
}

function readGiven({ environment, flags = {} }: OptionSources): readonly OptionReading[] {
  return [
    { from: 'flags', options: readFlags(flags) },
    { from: 'environment', options: readEnvironment(environment) },
  ];
}

/** What is set without the data folder's file. */
async function readHere(sources: OptionSources): Promise<readonly OptionReading[]> {
  return [...readGiven(sources), ...(await readFound(join(sources.folder ?? process.cwd(), fileName)))];
}

const dataOf = (readings: readonly OptionReading[]): string =>
  compileOptions(present({ data: merge(readings).data })).data;

async function readFound(path: string): Promise<readonly OptionReading[]> {
  return existsSync(path) ? [{ from: path, options: await readConfigFile(path) }] : [];
}
