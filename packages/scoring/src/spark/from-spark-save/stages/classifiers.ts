import { scalar, vector } from '../../../frame/data-type.ts';
import type { Mapping, MapStage, StageTable } from '../../save/map-stage.ts';
import { makeNode, type ModelParts, type Ports } from '../../save/node.ts';
import type { SavedStage } from '../../save/saved-stage.ts';
import { classifierParts } from './classifier-parts.ts';
import { treeColumns } from './tree-columns.ts';
import { own } from '../../../util/own.ts';

/** The classifiers. */
export const classifiers: StageTable = {
  ...Object.fromEntries(Object.entries(classifierParts).map(([kind, read]) => [kind, classify(read)])),
  OneVsRestModel: oneVsRest,
};

function classify(read: (stage: SavedStage) => { parts: ModelParts; classCount: number }): MapStage {
  return (stage, mapping) => {
    const { parts, classCount } = read(stage);
    const features = mapping.columns.read(stage.params.string('featuresCol', 'features'));
    const ports = writeColumns(stage, mapping, classCount, classifierPorts);
    const nodes = Object.keys(ports).length === 0 ? [] : [makeNode(stage, parts, { features }, ports)];
    return [...nodes, ...treeColumns(stage, mapping)];
  };
}

const classifierPorts: Readonly<Record<string, string>> = {
  rawPredictionCol: 'raw_prediction',
  probabilityCol: 'probability',
  predictionCol: 'prediction',
};

/** The columns that are made: those whose parameter names one. */
export function writeColumns(
  stage: SavedStage,
  { columns }: Mapping,
  size: number,
  ports: Readonly<Record<string, string>>,
): Ports {
  const outputs: Record<string, string> = {};
  for (const [param, port] of Object.entries(ports)) {
    const name = stage.params.string(param, '');
    if (name === '') continue;
    const isScalar = port === 'prediction';
    outputs[port] = columns.write(
      name,
      isScalar ? { type: scalar('double'), slots: [{ name, levels: size }] } : { type: vector(size), size },
    );
  }
  return outputs;
}

function oneVsRest(...[stage, mapping]: Parameters<MapStage>): ReturnType<MapStage> {
  const classCount = stage.count('numClasses');
  if (classCount > 100_000) throw stage.bad(`has ${classCount} classes`);
  const folders: Record<string, ModelParts> = {};
  let featureCount: number | undefined;
  for (let at = 0; at < classCount; at++) {
    const member = stage.child(`model_${at}`);
    const read = own(classifierParts, member.kind);
    if (read === undefined) throw member.unsupported(`members of the class ${member.metadata.className} are not read`);
    const { parts } = read(member);
    folders[`model${at}`] = parts;
    featureCount ??= featureCountOf(parts);
  }
  const features = mapping.columns.read(stage.params.string('featuresCol', 'features'));
  const outputs = writeColumns(stage, mapping, classCount, classifierPorts);
  const parts: ModelParts = {
    op: 'one_vs_rest',
    attributes: { num_classes: classCount, num_features: featureCount },
    folders,
  };
  return [makeNode(stage, parts, { features }, outputs)];
}

/** The size of the vectors that a model was fitted to, by what it says or by its coefficients. */
function featureCountOf({ attributes }: ModelParts): number | undefined {
  const { num_features: size, coefficients, layers } = attributes;
  if (typeof size === 'number') return size;
  if (coefficients instanceof Float64Array) return coefficients.length;
  return Array.isArray(layers) ? (layers as readonly number[])[0] : undefined;
}
