import type { Recognised } from '@catenary/scoring/internal/open';
import { CommandError } from './command.ts';
import { imageOf } from './image-of.ts';
import type { ModelFlag } from './model-flags.ts';

/** The image of a model that none is named for. Throws `CommandError` where a schema is given that this image does not read. */
export function imageForFlag({ path, schema }: ModelFlag, found: Recognised): string {
  const image = imageOf(found);
  if (schema === undefined || found.kind === 'spark-save' || found.kind === 'mleap-bundle') return image;
  throw new CommandError(
    `--schema ${schema} is for pipelines of Spark and MLeap; ${path} is served as ${image}, which reads no schema (${found.reason}).`,
  );
}
