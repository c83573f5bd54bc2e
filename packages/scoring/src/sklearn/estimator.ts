import type { LabelType } from '../frame/label-type.ts';
import type { RowTypes } from '../frame/row-types.ts';
import type { Cells, Matrix, Table } from '../frame/table.ts';
import type { ColumnScaling } from '../kernels/linear/scaled-function.ts';
import type { ForestFacts } from './tree/forest-facts.ts';

/** numpy's type of what `transform` answers, where it is not float64. */
export interface TransformType {
  readonly type: 'boolean' | 'integer' | 'float32';
  /** numpy's code of integers of a stated size, such as `<i4`. */
  readonly code?: string;
}

/** A fitted estimator, ready to answer. It has the methods that its class has in scikit-learn. */
export interface Estimator {
  /** Labels of a classifier, in the order of the columns of `predictProba`. */
  readonly classes?: Cells;
  /** Type of the labels of several targets, which have no `classes` here. */
  readonly labelType?: LabelType;
  /** numpy's code of the type of what `predict` answers, where it has no `classes` and is not the usual one: `<i4`. */
  readonly labelCode?: string;
  /** True if `predict` answers lists of one for one target, numpy's shape (n, 1), instead of single values. */
  readonly isNested?: boolean;
  /** True if its numbers are float32 in its library, where they are not labels. */
  readonly isFloat32?: boolean;
  /** True if it finds the columns it needs by their names itself: the input may have others, or lack some. */
  readonly findsColumns?: boolean;
  /** Names of the columns of training, of one that takes them by position whatever their names are. */
  readonly trainedNames?: readonly string[];
  /** Whether `predict` gives whole numbers (int64) or doubles in scikit-learn, where that is certain. */
  readonly isWhole?: boolean;
  /** Type of what `transform` gives, where it is certain and not float64. */
  readonly transformType?: TransformType;
  /** Types of what `transform` gives, row by row, of one that leaves the type of its input: integers stay integers. */
  readonly rowTypes?: (table: Table) => RowTypes;
  /** True if that may be integers, and not only texts beside doubles: cells are then to be read in their form. */
  readonly keepsTypes?: boolean;
  /** Of estimators made of trees: what they are, for people. */
  readonly describeTrees?: () => ForestFacts;
  readonly transform?: (table: Table) => Table;
  /** As `transform`, in memory that its next call writes over: for a table that is used up at once. */
  readonly transformIntoScratch?: (table: Table) => Table;
  /** Of a transformer that does nothing else to its cells. */
  readonly scaling?: ColumnScaling;
  /** This estimator and the scaler before it as one: the same answers and errors, in one pass over the rows. */
  readonly behindScaler?: (scaler: Scaler) => Estimator;
  /** Labels or numbers: one column, or one for each target. */
  readonly predict?: (table: Table) => Table;
  readonly predictProba?: (table: Table) => Matrix;
  /** One column, or one for each class (or pair of classes). */
  readonly decisionFunction?: (table: Table) => Matrix;
  readonly scoreSamples?: (table: Table) => Matrix;
}

/** What an estimator says of the types of what `transform` gives. */
export type OutputTypes = 'transformType' | 'rowTypes' | 'keepsTypes';

/** A transformer that is described by its scaling. */
export type Scaler = Estimator & Required<Pick<Estimator, 'transformIntoScratch' | 'scaling'>>;

/** A method of `Estimator` that takes rows and gives rows. */
export type EstimatorMethod = 'transform' | 'predict' | 'predictProba' | 'decisionFunction' | 'scoreSamples';
