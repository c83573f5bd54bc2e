import { parseS3Uri } from '../../contract/s3-uri.ts';
import type { ServerOptions } from '../options/server-options.ts';
import { readCommandOptions } from './command-options.ts';
import type { ModelFlag } from './model-flags.ts';

/**
 * Calls `use` with the models as paths: those at `s3://` addresses, archives or prefixes, are fetched from the stores that the
 * configuration names, and removed at the end. Throws `CommandError` for one that is not there.
 */
export async function withLocalModels<Result>(
  models: readonly ModelFlag[],
  config: string | ServerOptions | undefined,
  use: (models: readonly ModelFlag[]) => Promise<Result>,
): Promise<Result> {
  // A file that is named is read, whether or not anything of it is needed.
  if (typeof config === 'string') await readCommandOptions(config);
  if (models.every(({ path }) => parseS3Uri(path) === undefined)) return use(models);
  // Brings object stores, which most calls do not need.
  const { withFetchedModels } = await import('./fetch-models.ts');
  const { s3 } = typeof config === 'object' ? config : await readCommandOptions(config);
  return withFetchedModels(models, s3, use);
}

/** As `withLocalModels`, for a command that takes one model. */
export function withLocalModel<Result>(
  path: string,
  config: string | undefined,
  use: (path: string) => Promise<Result>,
): Promise<Result> {
  return withLocalModels([{ path, environment: {} }], config, ([model]) => use((model as ModelFlag).path));
}
