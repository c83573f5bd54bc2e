import type { ModelFiles } from '@catenary/scoring/internal/frame';
import { type FileModel, openScoringModel } from '@catenary/scoring/internal/models';
import { libraryTitles, recognise, recogniseFile } from '@catenary/scoring/internal/open';
import { defined } from '@catenary/scoring/internal/values';
import { CommandError } from './command.ts';
import { openModel } from './model-source.ts';

/** The model at a path of the command line: a model file, or the only one in an archive or directory. */
export async function openSingleModel(path: string): Promise<FileModel> {
  const { kind, files } = await openModel(path);
  const inside = kind === 'file' ? [...files.keys()][0] : findInside(files, path);
  if (inside !== undefined) return openAnyModel(inside, defined(files.get(inside)));
  throw new CommandError(`${path} holds no model file of ${libraryTitles.join(', ')} or ONNX.`);
}

/** A file that can be scored by itself: one that is read natively before one of ONNX. */
function findInside(files: ModelFiles, path: string): string | undefined {
  const found = recognise(files, ['spark-save', 'mleap-bundle', 'model-file', 'onnx']);
  if (found?.kind !== 'spark-save' && found?.kind !== 'mleap-bundle') return found?.path;
  throw new CommandError(`${path} is no model file (${found.reason}): --format rows scores it.`);
}

/** Throws `ScoringError` if it is no model, or if ONNX Runtime is needed and not installed. */
export async function openAnyModel(path: string, bytes: Uint8Array): Promise<FileModel> {
  if (recogniseFile(path, bytes)?.kind !== 'onnx') return openScoringModel(path, bytes);
  const { openOnnx } = await import('../../serving/container/onnx/onnx-model.ts');
  return openOnnx(bytes);
}
