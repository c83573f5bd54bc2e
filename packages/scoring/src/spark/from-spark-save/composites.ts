import { joinPath } from '../save/folder-index.ts';
import type { SavedStage } from '../save/saved-stage.ts';
import type { MapStage, StageTable } from './map-stage.ts';

/** Stages that hold others, and those that only change what is known of columns. */
export const composites: StageTable = {
  PipelineModel: (stage, { map }) => pipelineStages(stage).flatMap((child) => map(child)),
  CrossValidatorModel: (stage, { map }) => map(stage.child('bestModel')),
  TrainValidationSplitModel: (stage, { map }) => map(stage.child('bestModel')),
  RFormulaModel: (stage, { map }) => map(stage.child('pipelineModel')),
  ColumnPruner: (stage, { columns }) => {
    for (const name of stage.cell().strings('columnsToPrune')) columns.drop(name);
    return [];
  },
  VectorAttributeRewriter: renameSlots,
};

/** The stages of a pipeline in their order; Spark writes each to `stages/<index>_<uid>`, the index with leading zeros. */
export function pipelineStages(stage: SavedStage): SavedStage[] {
  const folders = new Map<string, string>();
  for (const folder of stage.folders('stages')) {
    const [, index, uid] = /^(\d+)_(.*)$/.exec(folder) ?? [];
    if (index !== undefined) folders.set(`${Number(index)}_${uid}`, folder);
  }
  return stage.params.strings('stageUids').map((uid, index) => {
    const folder = folders.get(`${index}_${uid}`);
    if (folder === undefined) throw stage.bad(`stage ${index} (uid ${uid}) is missing from stages/`);
    return stage.child(joinPath('stages', folder));
  });
}

function renameSlots(...[stage, { columns }]: Parameters<MapStage>): ReturnType<MapStage> {
  const cell = stage.cell();
  const name = cell.string('vectorCol');
  const prefixes = Object.entries(cell.object('prefixesToRewrite')) as [string, string][];
  const slots = columns.info(name).slots?.map((slot) => {
    const found = prefixes.find(([prefix]) => slot.name?.startsWith(prefix));
    return found === undefined ? slot : { ...slot, name: found[1] + (slot.name ?? '').slice(found[0].length) };
  });
  if (slots !== undefined) columns.describe(name, { slots });
  return [];
}
