import { scalar, vector } from '../../frame/data-type.ts';
import type { Frame } from '../../frame/frame.ts';
import { denseVectors } from '../../frame/vector-column.ts';
import { frameRows } from '../frame-rows.ts';
import type { PredictOptions, XgboostModel } from './xgboost-model.ts';

/** Predictions of a frame of vectors, as `Booster.predict` gives them: a float32 a row, or a vector of the outputs. */
export function predictFrame(model: XgboostModel, frame: Frame, options: PredictOptions = {}): Frame {
  const { rowCount } = frame;
  const predictions = model.predict(frameRows(frame), options);
  return predictionFrame(new Float64Array(predictions), rowCount);
}

/** Row-major predictions as a frame of one column. Each float32 is written with the digits of the same value as a double. */
export function predictionFrame(values: Float64Array, rowCount: number): Frame {
  const width = values.length / rowCount;
  return width === 1
    ? {
        schema: { fields: [{ name: 'prediction', type: scalar('float'), numbers: 'float64' }] },
        columns: [{ kind: 'number', values }],
        rowCount,
      }
    : {
        schema: { fields: [{ name: 'prediction', type: vector(width), numbers: 'float64' }] },
        columns: [denseVectors(values, rowCount, width)],
        rowCount,
      };
}
