import { type Recognised, recogniseFile } from '@catenary/scoring/internal/open';
import { defined } from '@catenary/scoring/internal/values';
import { describeModel } from '../../../serving/container/describe-model.ts';
import { imageOf, isServedWhole, recogniseArchive } from '../image-of.ts';
import { withLocalModel } from '../local-models.ts';
import { blockRows, type Cost, measureCost } from '../measure-cost.ts';
import { type ModelSource, openModel } from '../model-source.ts';
import { openAnyModel } from '../open-single-model.ts';

interface InspectFlags {
  readonly json?: boolean;
  readonly config?: string;
}

/** `catenary inspect`: what is inside a model file or an archive, why it is taken for that, and what would serve it. */
export async function inspect(flags: InspectFlags, path: string): Promise<void> {
  await withLocalModel(path, flags.config, (local) => inspectLocal(flags, local));
}

async function inspectLocal(flags: InspectFlags, path: string): Promise<void> {
  const source = await openModel(path);
  const recognised = recogniseSource(source, path);
  const modelFile = findBareModel(source, recognised);
  const { lines, details } =
    recognised === undefined || modelFile !== undefined
      ? (await openInside(source, modelFile ?? '')).describe()
      : await describeModel(imageOf(recognised), source.files);
  const costly = modelFile ?? onlyXgboostFile(recognised);
  const cost = costly === undefined ? undefined : await measureCost(await openInside(source, costly));
  const [heading, ...facts] = lines;
  const why = recognised === undefined ? [] : [`  recognised: ${recognised.reason}`];
  const shown = {
    lines: [heading, ...why, ...facts, ...(cost === undefined ? [] : [costLine(cost)])],
    details: cost === undefined ? details : { ...details, cost },
    recognised,
  };
  if (flags.json === true) process.stdout.write(`${JSON.stringify(shown, null, 2)}\n`);
  else for (const line of shown.lines) process.stdout.write(`${line}\n`);
}

const openInside = ({ files }: ModelSource, path: string) => openAnyModel(path, defined(files.get(path)));

function costLine(cost: Cost): string {
  const text = (microseconds: number) =>
    `${microseconds < 10 ? microseconds.toPrecision(2) : Math.round(microseconds)} µs`;
  return `  ${cost.method} takes ${text(cost.alone)} for a row alone, ${text(cost.inBlock)} a row in blocks of ${blockRows} (measured here, on made-up rows)`;
}

/** The file to describe by itself; undefined for what an image makes of all the files. */
function findBareModel({ kind, files }: ModelSource, recognised: Recognised | undefined): string | undefined {
  if (kind === 'file') return [...files.keys()][0];
  if (recognised === undefined || (kind === 'archive' && isServedWhole(recognised))) return undefined;
  return recognised.kind === 'model-file' || recognised.kind === 'onnx' ? recognised.path : undefined;
}

/** A file that is named is a model whatever its name is, if it is one. */
function recogniseSource({ kind, files }: ModelSource, path: string): Recognised | undefined {
  if (kind !== 'file') return recogniseArchive(files, path);
  const [file] = [...files];
  return file === undefined ? undefined : recogniseFile(...file);
}

/** The model in an archive for an XGBoost image, if it is one file. */
function onlyXgboostFile(recognised: Recognised | undefined): string | undefined {
  if (recognised?.kind === 'model-file' && recognised.library === 'xgboost') return recognised.path;
  const paths = recognised?.kind === 'xgboost-archive' ? recognised.paths : [];
  return paths.length === 1 ? paths[0] : undefined;
}
