import { newMatrix, type Table, toMatrix } from '../../frame/table.ts';
import type { Estimator } from '../estimator.ts';
import type { Fitted } from '../fitted.ts';
import { readFunction } from '../preprocessing/function-transformer.ts';

/** Undoes a transformer of the target: the number of a target column, and the column. */
type Inverse = (y: number, column: number) => number;

/** TransformedTargetRegressor: predicts the transformed target and undoes the transformation. */
export function readTransformedTarget(fitted: Fitted): Estimator {
  const { predict } = fitted.estimator('regressor_');
  if (predict === undefined) throw fitted.refuse('its regressor does not predict');
  const transformer = fitted.object('transformer_');
  const inverse = readInverse(transformer, fitted);
  return {
    isNested: fitted.number('_training_dim', 1) > 1,
    predict: (table: Table) => {
      const { rows, columns, values } = toMatrix(predict(table));
      return newMatrix(
        rows,
        columns,
        values.map((y, at) => inverse(y, at % columns)),
      );
    },
  };
}

/** `inverse_transform` of the transformers that stand here in practice. */
function readInverse(transformer: Fitted, owner: Fitted): Inverse {
  switch (transformer.className) {
    case 'FunctionTransformer':
      return readFunction(transformer, 'inverse_func') ?? ((y) => y);
    case 'StandardScaler':
      return linear(
        transformer.flag('with_std') ? transformer.doubles('scale_') : undefined,
        transformer.flag('with_mean') ? transformer.doubles('mean_') : undefined,
      );
    case 'RobustScaler':
      return linear(
        transformer.flag('with_scaling') ? transformer.doubles('scale_') : undefined,
        transformer.flag('with_centering') ? transformer.doubles('center_') : undefined,
      );
    case 'MaxAbsScaler':
      return linear(transformer.doubles('scale_'), undefined);
    case 'MinMaxScaler': {
      const [scale, min] = [transformer.doubles('scale_'), transformer.doubles('min_')];
      return (y, column) => (y - (min[column] ?? Number.NaN)) / (scale[column] ?? Number.NaN);
    }
    default:
      throw owner.refuse(`its target goes through ${transformer.className}`);
  }
}

function linear(scales: Float64Array | undefined, centers: Float64Array | undefined): Inverse {
  return (y, column) => y * (scales?.[column] ?? 1) + (centers?.[column] ?? 0);
}
