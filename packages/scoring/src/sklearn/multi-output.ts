import type { Matrix } from '../frame/table.ts';
import { type Cells, joinColumns, newMatrix, type Table } from '../frame/table.ts';
import { NdArray } from '../pickle/numpy/nd-array.ts';
import { present } from '../util/present.ts';
import { argmax } from './argmax.ts';
import type { Estimator } from './estimator.ts';
import type { Fitted } from './fitted.ts';
import { labelsOf } from './labels.ts';
import { labelsAt } from './labels-at.ts';

/** `classes_` of a classifier with several targets: the labels of each. */
export function readLabelsOfTargets(fitted: Fitted): Cells[] {
  return fitted.list('classes_').map((item) => {
    const cells = item instanceof NdArray ? labelsOf(item) : undefined;
    if (cells === undefined) throw fitted.unknown('classes_', 'an array of labels for each target');
    fitted.chargeItems(cells.values.length);
    return cells;
  });
}

/**
 * A classifier with several targets: `predict` only, a column a target, since scikit-learn's probabilities are a list of
 * tables. `weigh` gives each target `width` columns, of which as many count as it has labels.
 */
export function multiOutput(targets: readonly Cells[], width: number, weigh: (table: Table) => Matrix): Estimator {
  const predict = (table: Table): Table => {
    const { rows, columns, values } = weigh(table);
    const answers = targets.map((labels, target) => {
      const count = labels.values.length;
      const own = newMatrix(rows, count);
      for (let row = 0; row < rows; row++) {
        const start = row * columns + target * width;
        own.values.set(values.subarray(start, start + count), row * count);
      }
      return labelsAt(labels, argmax(own));
    });
    return joinColumns(answers, rows);
  };
  return { predict, isWhole: true, ...labelTypeOf(targets) };
}

/** The type that the labels of all targets have, if they have one. */
export function labelTypeOf(targets: readonly (Cells | undefined)[]): Pick<Estimator, 'labelType' | 'labelCode'> {
  return present({
    labelType: sameOf(targets.map((labels) => labels?.type)),
    labelCode: sameOf(targets.map((labels) => labels?.code)),
  });
}

function sameOf<T>(items: readonly T[]): T | undefined {
  return items.every((item) => item === items[0]) ? items[0] : undefined;
}
