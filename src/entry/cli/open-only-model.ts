import type { ModelFile } from '../../scoring/model-file/model-file.ts';
import { findModelFile, openModelFile } from '../../scoring/model-file/open-model-file.ts';
import { CommandError } from './command.ts';
import { openModel } from './model-source.ts';

/** The model at a path of the command line: a model file, or the only one in an archive or directory. */
export async function openOnlyModel(path: string): Promise<ModelFile> {
  const { kind, files } = await openModel(path);
  const inside = kind === 'file' ? [...files.keys()][0] : findModelFile(files)?.path;
  if (inside === undefined) {
    throw new CommandError(
      `${path} holds no model file of XGBoost, LightGBM (text), CatBoost (JSON) or scikit-learn (joblib, pickle).`,
    );
  }
  return openModelFile(inside, files.get(inside) as Uint8Array);
}
