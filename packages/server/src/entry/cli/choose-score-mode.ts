import { recognise } from '@catenary/scoring/internal/open';
import type { ScoreFlags } from './flags/local-flags.ts';
import { isServedWhole } from './image-of.ts';
import type { ModelFlag } from './model-flags.ts';
import { openModel } from './model-source.ts';

/** How `catenary score` runs: an MLeap bundle over JSON rows, a model file by a method, or containers as a server has them. */
export type ScoreMode = 'rows' | 'model-file' | 'container';

/** Of the flags of `catenary score`, those that say so. */
export type ScoreModeFlags = Pick<ScoreFlags, 'format' | 'method' | 'header'> & {
  readonly models: readonly ModelFlag[];
};

/** What has no method to call, but answers requests. */
const inContainersOnly = ['spark-save', 'mleap-bundle', 'aws-algorithm'] as const;

/**
 * One model without an image is a model file if a method or a header is named, if it is a file by itself (not of an algorithm of AWS) or in a folder,
 * or if its archive holds a model of a library whose AWS image has no loader of its own, and no script to load it.
 */
export async function chooseScoreMode(flags: ScoreModeFlags): Promise<ScoreMode> {
  if (flags.format === 'rows') return 'rows';
  const [model, ...others] = flags.models;
  if (model === undefined || others.length > 0 || model.image !== undefined) return 'container';
  if (flags.method !== undefined || flags.header === true) return 'model-file';
  const { kind, files } = await openModel(model.path);
  if (kind === 'file') return recognise(files, ['aws-algorithm']) === undefined ? 'model-file' : 'container';
  if (kind === 'directory') return recognise(files, inContainersOnly) === undefined ? 'model-file' : 'container';
  if (model.environment.SAGEMAKER_PROGRAM !== undefined) return 'container';
  const found = recognise(files);
  return found === undefined || isServedWhole(found) ? 'container' : 'model-file';
}
