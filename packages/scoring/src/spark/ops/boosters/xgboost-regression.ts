import { list, scalar } from '../../../frame/data-type.ts';
import { operator } from '../../operator.ts';
import { outputPorts } from '../../save/output-ports.ts';
import { boosterLists } from './booster-lists.ts';
import { onCheckedRows } from './checked-rows.ts';
import { openBooster } from './open-booster.ts';
import { readXgboost, savedXgboost, type XgboostModel } from './xgboost-model.ts';

/** `xgboost.regression`: the booster's prediction. Source: MLeap `XGBoostRegressionModel.scala`. */
export const xgboostRegression = operator<XgboostModel>({
  op: 'xgboost.regression',
  bundle: { read: readXgboost },
  spark: {
    classes: ['XGBoostRegressionModel'],
    read: (stage, scope) => {
      const { model, inputs } = savedXgboost(stage, scope);
      const outputs = outputPorts(stage.params, scope.columns, [
        { port: 'prediction', param: 'predictionCol', info: { type: scalar('double') } },
        { port: 'leaf_prediction', param: 'leafPredictionCol', info: { type: list('double') } },
      ]);
      return [{ parameters: model, inputs, outputs }];
    },
  },
  compile(model, ports, context) {
    const opened = openBooster(model, context);
    const { booster, options } = opened;
    const size = model.featureCount;
    const input = ports.vectors('features', size);
    const prediction = ports.outputNumbers('prediction');
    const lists = boosterLists(opened, ports);
    return onCheckedRows(context, { input, size }, (rows, rowCount) => {
      prediction.reserve(rowCount);
      prediction.values.set(booster.predict(rows, options).subarray(0, rowCount));
      lists(rows, rowCount);
    });
  },
});
