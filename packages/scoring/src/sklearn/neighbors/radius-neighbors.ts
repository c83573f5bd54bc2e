import { type Cells, newMatrix, type Table } from '../../frame/table.ts';
import { ScoringError } from '../../scoring-error.ts';
import { argmax } from '../argmax.ts';
import type { Estimator } from '../estimator.ts';
import type { Fitted } from '../fitted.ts';
import { labelsAt } from '../labels-at.ts';
import { normalizeRows } from '../probabilities.ts';
import { float32Mean } from './float32-mean.ts';
import { type Nearest, readDistances } from './nearest.ts';
import { readTargets } from './read-targets.ts';
import { readWeights } from './read-weights.ts';

/** Told the fitted rows within the radius of a row, with their weights. */
type VisitNear = (row: number, near: Nearest, weights: Float64Array) => void;

function readNeighbors(fitted: Fitted): (table: Table, visit: VisitNear) => void {
  const eachRow = readDistances(fitted);
  const radius = fitted.number('radius');
  const weigh = readWeights(fitted);
  return (table, visit) =>
    eachRow(table, (row, all) => {
      const places = Int32Array.from(all.keys()).filter((place) => all[place] <= radius);
      const near = { places, distances: Float64Array.from(places, (place) => all[place]) };
      visit(row, near, weigh(near));
    });
}

/** RadiusNeighborsClassifier: votes of all neighbours. A row without any gets `outlier_label_`, or is refused. */
export function readRadiusNeighborsClassifier(fitted: Fitted): Estimator {
  if (fitted.flag('outputs_2d_', false)) throw fitted.refuse('it has several targets');
  const classes = fitted.labels('classes_');
  const labels = fitted.doubles('_y');
  const neighbors = readNeighbors(fitted);
  const count = classes.values.length;
  const outlier = fitted.has('outlier_label_') ? fitted.list('outlier_label_')[0] : undefined;
  const outlierClass = Array.from<unknown>(classes.values).indexOf(outlier);
  const predictProba = (table: Table) => {
    const votes = newMatrix(table.rows, count);
    neighbors(table, (row, { places }, weights) => {
      places.forEach((place, at) => (votes.values[row * count + labels[place]] += weights[at]));
      if (places.length > 0) return;
      if (outlier === undefined)
        throw new ScoringError('invalid_value', `Row ${row + 1} has no neighbours within the radius.`, { row });
      if (outlierClass >= 0) votes.values[row * count + outlierClass] = 1;
    });
    return normalizeRows(votes, 'zero');
  };
  const predict = (table: Table) => {
    const probabilities = predictProba(table);
    const numbers = argmax(probabilities);
    for (let row = 0; row < numbers.length; row++) {
      const cells = probabilities.values.subarray(row * count, (row + 1) * count);
      if (cells.every((p) => p === 0)) numbers[row] = count;
    }
    return labelsAt(withLabel(classes, outlier), numbers);
  };
  return { classes, predictProba, predict };
}

/** The labels and one more, for rows without neighbours. */
function withLabel(classes: Cells, label: unknown): Cells {
  if (classes.kind === 'number')
    return { kind: 'number', values: Float64Array.from([...classes.values, Number(label)]) };
  return { kind: 'string', values: [...classes.values, label === undefined ? null : String(label)] };
}

/** RadiusNeighborsRegressor: the weighted mean of all neighbours; NaN without any. */
export function readRadiusNeighborsRegressor(fitted: Fitted): Estimator {
  const { columns, values, isNested, isFloat32 } = readTargets(fitted);
  const neighbors = readNeighbors(fitted);
  const predict = (table: Table) => {
    const answer = newMatrix(table.rows, columns);
    neighbors(table, (row, { places }, weights) => {
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      for (let target = 0; target < columns; target++) {
        const valueOf = (at: number) => values[places[at] * columns + target];
        const cell = row * columns + target;
        if (isFloat32) answer.values[cell] = float32Mean(places.length, valueOf, columns === 1);
        else {
          let sum = 0;
          for (let at = 0; at < places.length; at++) sum += weights[at] * valueOf(at);
          answer.values[cell] = sum / total;
        }
      }
    });
    return answer;
  };
  return { predict, isNested, isFloat32 };
}
