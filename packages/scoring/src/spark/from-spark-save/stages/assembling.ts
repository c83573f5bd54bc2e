import { vector } from '../../../frame/data-type.ts';
import type { MapStage, StageTable } from '../../save/map-stage.ts';
import { makeNode } from '../../save/node.ts';
import { interaction } from '../../ops/feature/interaction.ts';
import { vectorAssembler } from '../../ops/feature/vector-assembler.ts';

/** Stages that make one vector of several columns. */
export const assembling: StageTable = {
  ...interaction.stages,
  ...vectorAssembler.stages,
  FeatureHasher: hashFeatures,
};

/** Ports `input0`, `input1` ... */
function numbered(names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name, at) => [`input${at}`, name]));
}

function hashFeatures(...[stage, { columns }]: Parameters<MapStage>): ReturnType<MapStage> {
  const names = stage.params.strings('inputCols');
  const size = stage.params.integer('numFeatures', 2 ** 18);
  const attributes = {
    num_features: size,
    input_names: names,
    basic_types: names.map((name) => columns.info(name).type?.base ?? 'double'),
    categorical_cols: stage.params.strings('categoricalCols', []),
  };
  const inputs = numbered(names.map((name) => columns.read(name)));
  const output = columns.write(stage.params.string('outputCol'), { type: vector(size), size });
  return [makeNode(stage, { op: 'feature_hasher', attributes }, inputs, { output })];
}
