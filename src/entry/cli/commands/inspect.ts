import { findModelFile } from '../../../scoring/model-file/open-model-file.ts';
import { savedPipelineFolder } from '../../../scoring/spark/saved-pipeline-folder.ts';
import { describeModel } from '../../../serving/container/describe-model.ts';
import { findOnnx } from '../../../serving/container/in-process/onnx/find-onnx.ts';
import { detectImage } from '../detect-image.ts';
import { type ModelSource, openModel } from '../model-source.ts';
import { openAnyModel } from '../open-only-model.ts';

/** `catenary inspect`: what is inside a model file or an archive, and what would serve it. */
export async function inspect(flags: { readonly json?: boolean }, path: string): Promise<void> {
  const source = await openModel(path);
  const modelFile = findBareModel(source);
  const description =
    modelFile === undefined
      ? await describeModel(detectImage(source.files, path), source.files)
      : (await openAnyModel(modelFile, source.files.get(modelFile) as Uint8Array)).describe();
  if (flags.json === true) process.stdout.write(`${JSON.stringify(description, null, 2)}\n`);
  else for (const line of description.lines) process.stdout.write(`${line}\n`);
}

/** The file to describe by itself; undefined for bundles, scripts, and what an image of AWS loads. */
function findBareModel({ kind, files }: ModelSource): string | undefined {
  const paths = [...files.keys()];
  if (kind === 'file') return paths[0];
  if (paths.some((name) => /\.py$|(^|\/)bundle\.json$|^[^/]*xgboost-model/.test(name))) return undefined;
  if (savedPipelineFolder(files) !== undefined) return undefined;
  const found = findModelFile(files);
  return found?.library === 'xgboost' && kind === 'archive' ? undefined : (found?.path ?? findOnnx(files));
}
