import type { ModelFiles } from '@catenary/scoring/internal/frame';
import { savedPipelineFolder } from '@catenary/scoring/internal/spark';
import { CommandError } from './command.ts';
import { isXgboostName } from './is-xgboost-name.ts';

/** The image that an archive's content speaks for, when none is named. */
export function detectImage(files: ModelFiles, path: string): string {
  const names = [...files.keys()];
  if (savedPipelineFolder(files) !== undefined || names.some((name) => /(^|\/)bundle\.json$/.test(name)))
    return 'sagemaker-sparkml-serving:3.3';
  if (names.some((name) => /^code\/.*\.py$|\.onnx$/.test(name))) return 'sagemaker-scikit-learn:1.9-1-cpu-py3';
  if (names.some((name) => isXgboostName(name) || name.endsWith('.ubj') || /^[^/]*model\.json$/.test(name)))
    return 'sagemaker-xgboost:3.2-0';
  throw new CommandError(
    `Cannot tell what ${path} holds (${names.slice(0, 5).join(', ') || 'nothing'}): name its image with --image.`,
  );
}
