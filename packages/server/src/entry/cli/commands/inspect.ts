import { defined } from '@catenary/scoring/internal/values';
import { findModelFile } from '@catenary/scoring/internal/models';
import { savedPipelineFolder } from '@catenary/scoring/internal/spark';
import { describeModel } from '../../../serving/container/describe-model.ts';
import { findOnnx } from '../../../serving/container/in-process/find-onnx.ts';
import { detectImage } from '../detect-image.ts';
import { isXgboostName } from '../is-xgboost-name.ts';
import { withLocalModel } from '../local-models.ts';
import { blockRows, type Cost, measureCost } from '../measure-cost.ts';
import { type ModelSource, openModel } from '../model-source.ts';
import { openAnyModel } from '../open-single-model.ts';

interface InspectFlags {
  readonly json?: boolean;
  readonly config?: string;
}

/** `catenary inspect`: what is inside a model file or an archive, and what would serve it. */
export async function inspect(flags: InspectFlags, path: string): Promise<void> {
  await withLocalModel(path, flags.config, (local) => inspectLocal(flags, local));
}

async function inspectLocal(flags: InspectFlags, path: string): Promise<void> {
  const source = await openModel(path);
  const modelFile = findBareModel(source);
  const { lines, details } =
    modelFile === undefined
      ? await describeModel(detectImage(source.files, path), source.files)
      : (await openInside(source, modelFile)).describe();
  const costly = modelFile ?? onlyXgboostFile(source);
  const cost = costly === undefined ? undefined : await measureCost(await openInside(source, costly));
  const shown = cost === undefined ? { lines, details } : withCost(lines, details, cost);
  if (flags.json === true) process.stdout.write(`${JSON.stringify(shown, null, 2)}\n`);
  else for (const line of shown.lines) process.stdout.write(`${line}\n`);
}

const openInside = ({ files }: ModelSource, path: string) => openAnyModel(path, defined(files.get(path)));

function withCost(lines: readonly string[], details: object, cost: Cost) {
  const text = (microseconds: number) =>
    `${microseconds < 10 ? microseconds.toPrecision(2) : Math.round(microseconds)} µs`;
  const line = `  ${cost.method} takes ${text(cost.alone)} for a row alone, ${text(cost.inBlock)} a row in blocks of ${blockRows} (measured here, on made-up rows)`;
  return { lines: [...lines, line], details: { ...details, cost } };
}

/** The model in an archive for an XGBoost image, if it is one file. */
function onlyXgboostFile({ files }: ModelSource): string | undefined {
  const [only, another] = [...files.keys()].filter((name) => isXgboostName(name));
  return another === undefined ? only : undefined;
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
