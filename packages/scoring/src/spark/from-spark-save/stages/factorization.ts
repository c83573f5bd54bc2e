import { scalar } from '../../../frame/data-type.ts';
import type { MapStage, StageTable } from '../../save/map-stage.ts';
import { makeNode } from '../../save/node.ts';
import { factorizationMachine } from '../../ops/spark-only/factorization-machine.ts';
import type { SavedStage } from '../../save/saved-stage.ts';
import { writeColumns } from './classifiers.ts';

/** Factorization machines. */
export const factorization: StageTable = {
  FMRegressionModel: (stage, { columns }) => {
    const features = columns.read(stage.params.string('featuresCol', 'features'));
    const prediction = columns.write(stage.params.string('predictionCol'), { type: scalar('double') });
    return [makeNode(stage, readMachine(stage, false), { features }, { prediction }, factorizationMachine)];
  },
  FMClassificationModel: classify,
};

function classify(...[stage, mapping]: Parameters<MapStage>): ReturnType<MapStage> {
  const features = mapping.columns.read(stage.params.string('featuresCol', 'features'));
  const ports = { rawPredictionCol: 'raw_prediction', probabilityCol: 'probability', predictionCol: 'prediction' };
  const outputs = writeColumns(stage, mapping, 2, ports);
  return [makeNode(stage, readMachine(stage, true), { features }, outputs, factorizationMachine)];
}

function readMachine(stage: SavedStage, isClassifier: boolean) {
  const cell = stage.cell();
  const thresholds = stage.params.numbers('thresholds', []);
  const attributes = {
    intercept: cell.number('intercept'),
    linear: cell.vector('linear'),
    factors: cell.matrix('factors'),
    is_classifier: isClassifier,
    thresholds: thresholds.length === 0 ? undefined : thresholds,
  };
  return { op: 'factorization_machine', attributes };
}
