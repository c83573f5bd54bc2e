import { scalar, vector } from '../../../frame/data-type.ts';
import type { OutputPort } from '../../save/output-ports.ts';

/** The columns that Spark's classifiers make. */
export function classifierPorts(classCount: number): OutputPort[] {
  const scores = { type: vector(classCount), size: classCount };
  return [
    { port: 'raw_prediction', param: 'rawPredictionCol', info: scores },
    { port: 'probability', param: 'probabilityCol', info: scores },
    { port: 'prediction', param: 'predictionCol', info: { type: scalar('double') }, levels: classCount },
  ];
}
