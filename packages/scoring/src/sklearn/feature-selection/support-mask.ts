import type { Table } from '../../frame/table.ts';
import { present } from '../../util/present.ts';
import type { Estimator } from '../estimator.ts';
import type { Fitted } from '../fitted.ts';
import { isStrict, keep } from './keep.ts';

/** RFE, RFECV and SequentialFeatureSelector hold the mask itself. */
export function readSupportMask(fitted: Fitted): Estimator {
  const mask = fitted.doubles(fitted.anyOf('support_'));
  const estimator = fitted.has('estimator_') ? fitted.estimator('estimator_') : undefined;
  const selector = keep(
    fitted,
    Array.from(mask, (value) => value !== 0),
    isStrict(fitted),
  );
  return estimator === undefined ? selector : through(selector, estimator);
}

/** RFE also answers by the estimator it fitted on the chosen columns. */
function through(selector: Estimator, estimator: Estimator): Estimator {
  const select = selector.transform as NonNullable<Estimator['transform']>;
  const { predict, predictProba, decisionFunction, classes } = estimator;
  return {
    ...selector,
    ...present({
      classes,
      predict: predict === undefined ? undefined : (table: Table) => predict(select(table)),
      predictProba: predictProba === undefined ? undefined : (table: Table) => predictProba(select(table)),
      decisionFunction: decisionFunction === undefined ? undefined : (table: Table) => decisionFunction(select(table)),
    }),
  };
}
