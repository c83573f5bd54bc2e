import type { Recognised } from '@catenary/scoring/internal/open';
import { defined } from '@catenary/scoring/internal/values';
import { describeModel } from '../../../serving/container/describe-model.ts';
import type { InspectFlags } from '../flags/local-flags.ts';
import { givenSchema } from '../given-schema.ts';
import { imageOf, isServedWhole } from '../image-of.ts';
import { withLocalModel } from '../local-models.ts';
import { blockRows, type Cost, measureCost } from '../measure-cost.ts';
import { type ModelSource, openModel } from '../model-source.ts';
import { openAnyModel } from '../open-single-model.ts';
import { printResult } from '../print-result.ts';
import { recogniseModel } from '../recognise-model.ts';

/** `catenary inspect`: what is inside a model file or an archive, why it is taken for that, and what would serve it. */
export async function inspect(flags: InspectFlags, path: string): Promise<void> {
  await withLocalModel(path, flags.config, (local) => inspectLocal(flags, local));
}

async function inspectLocal(flags: InspectFlags, path: string): Promise<void> {
  const source = await openModel(path);
  const recognised = flags.image === undefined ? recogniseModel(source, path) : undefined;
  const modelFile = recognised === undefined ? undefined : findBareModel(source, recognised);
  const { lines, details } =
    modelFile === undefined
      ? await describeModel(
          flags.image ?? imageOf(defined(recognised)),
          source.files,
          await givenSchema(path, source.files),
        )
      : (await openInside(source, modelFile)).describe();
  const costly = modelFile ?? onlyXgboostFile(recognised);
  const cost = costly === undefined ? undefined : await measureCost(await openInside(source, costly));
  const [heading, ...facts] = lines;
  const why = recognised === undefined ? [] : [`  recognised: ${recognised.reason}`];
  const shown = {
    lines: [heading, ...why, ...facts, ...(cost === undefined ? [] : [costLine(cost)])],
    details: cost === undefined ? details : { ...details, cost },
    recognised,
  };
  printResult(flags, shown, () => shown.lines.join('\n'));
}

const openInside = ({ files }: ModelSource, path: string) => openAnyModel(path, defined(files.get(path)));

function costLine(cost: Cost): string {
  const text = (microseconds: number) =>
    `${microseconds < 10 ? microseconds.toPrecision(2) : Math.round(microseconds)} µs`;
  return `  ${cost.method} takes ${text(cost.alone)} for a row alone, ${text(cost.inBlock)} a row in blocks of ${blockRows} (measured here, on made-up rows)`;
}

/** The file to describe by itself; undefined for what an image makes of all the files. */
function findBareModel({ kind, files }: ModelSource, recognised: Recognised): string | undefined {
  if (kind === 'file') return [...files.keys()][0];
  if (kind === 'archive' && isServedWhole(recognised)) return undefined;
  return recognised.kind === 'model-file' || recognised.kind === 'onnx' ? recognised.path : undefined;
}

/** The model in an archive for an XGBoost image, if it is one file. */
function onlyXgboostFile(recognised: Recognised | undefined): string | undefined {
  if (recognised?.kind === 'model-file' && recognised.library === 'xgboost') return recognised.path;
  const paths = recognised?.kind === 'xgboost-archive' ? recognised.paths : [];
  return paths.length === 1 ? paths[0] : undefined;
}
