import { savedPipelineFolder } from '@catenary/scoring/internal/spark';
import { findOnnx } from '../../serving/container/in-process/find-onnx.ts';
import type { ModelFlag } from './model-flags.ts';
import { openModel } from './model-source.ts';

/** How `catenary score` runs: an MLeap bundle over JSON rows, a model file by a method, or containers as a server has them. */
export type ScoreMode = 'rows' | 'model-file' | 'container';

export interface ScoreModeFlags {
  readonly models: readonly ModelFlag[];
  readonly format?: string;
  readonly method?: string;
  readonly header?: boolean;
}

/**
 * One model without an image is a model file if a method or a header is named, if it is no archive, or if its archive
 * holds a model of a library whose AWS image has no loader of its own, and no script to load it.
 */
export async function chooseScoreMode(flags: ScoreModeFlags): Promise<ScoreMode> {
  if (flags.format === 'rows') return 'rows';
  const [model, ...others] = flags.models;
  if (model === undefined || others.length > 0 || model.image !== undefined) return 'container';
  if (flags.method !== undefined || flags.header === true) return 'model-file';
  const { kind, files } = await openModel(model.path);
  if (savedPipelineFolder(files) !== undefined) return 'container';
  if (kind !== 'archive') return 'model-file';
  const paths = [...files.keys()];
  if (model.environment.SAGEMAKER_PROGRAM !== undefined || paths.some((path) => /\.py$|(^|\/)bundle\.json$/.test(path)))
    return 'container';
  // Brings the readers of every library, which the other modes do not need.
  const { findModelFile } = await import('@catenary/scoring/internal/models');
  const library = paths.some((path) => /^[^/]*xgboost-model/.test(path)) ? 'xgboost' : findModelFile(files)?.library;
  if (library === undefined) return findOnnx(files) === undefined ? 'container' : 'model-file';
  return library === 'xgboost' ? 'container' : 'model-file';
}
