import type { Cells, Matrix, Table } from './table.ts';

/** A fitted estimator, ready to answer. It has the methods that its class has in scikit-learn. */
export interface Estimator {
  /** Labels of a classifier, in the order of the columns of `predictProba`. */
  readonly classes?: Cells;
  transform?(table: Table): Table;
  /** Labels or numbers: one column, or one for each target. */
  predict?(table: Table): Table;
  predictProba?(table: Table): Matrix;
  /** One column, or one for each class (or pair of classes). */
  decisionFunction?(table: Table): Matrix;
  scoreSamples?(table: Table): Matrix;
}

/** A method of `Estimator` that takes rows and gives rows. */
export type EstimatorMethod = 'transform' | 'predict' | 'predictProba' | 'decisionFunction' | 'scoreSamples';
