import type { SparseRows } from '../frame/feature-rows.ts';
import type { RowTypes } from '../frame/row-types.ts';
import type { Table } from '../frame/table.ts';
import type { ModelFacts, ModelMethod } from '../scoring-model.ts';
import type { NumberRules } from '../text/cell-number.ts';

/** Rows for any model: cells that are there, or libsvm's, whose absent positions are missing. */
export type ModelInput = Table | SparseRows;

/** A row for each row of the input, and what the library's numbers are, which decides on their text. */
export interface ModelAnswer {
  readonly table: Table;
  /** Booleans are 1 and 0 in the table. Integers that a double would round are texts of their digits. */
  readonly numbers: 'float32' | 'float64' | 'integer' | 'boolean';
  /** numpy's code of labels that are integers or texts, with their size: `<i4`, `<U3`; `<i8` if absent, or the longest text. */
  readonly code?: string;
  /** True if rows of one value are lists of one: numpy's shape (n, 1). */
  readonly isNested?: boolean;
  /** Types of the numbers of each row, where they are those of the input: `numbers` is the type of all rows in one array. */
  readonly rowTypes?: RowTypes;
  /** True if texts are what Python prints of bytes, which JSON cannot hold as text. */
  readonly isBytes?: boolean;
}

/** A model file of any library over tables: what stands behind `FileModel`, which the server has. Answering does not change it. */
export interface ModelFile {
  readonly library: string;
  /** The methods it has, the one that is meant when none is named first. */
  readonly methods: readonly ModelMethod[];
  /** Names of the input columns, if the file has them. */
  readonly columnNames: readonly string[] | undefined;
  /** If the model does not use all the columns of its training: the names that rows need, and all of them. */
  readonly rowNames?: { readonly needed: readonly string[]; readonly known: readonly string[] };
  /** How many columns it was trained on, if the file says so. */
  readonly featureCount?: number | undefined;
  /** True if the input is one column of texts, such as a vectorizer takes. */
  readonly takesTexts: boolean;
  /** True if cells are used in the form in which they came, as categories or texts; else all of them are numbers. */
  readonly readsCells?: boolean;
  /** True if an answer has the types of the input, in which `1` and `1.0` differ. */
  readonly tellsFloats?: boolean;
  /** True if it takes columns by position, whatever their names are. */
  readonly takesPlaces?: boolean;
  /** Which texts are numbers to the library, and which are missing; as to pandas if it does not say. */
  readonly numberRules?: NumberRules;
  /** True if it looks columns up by names inside of the file that are not in `columnNames`. */
  readonly findsNames?: boolean;
  /**
   * True if it finds its columns by name among others, so that names count even if `columnNames` does not have all of
   * them.
   */
  readonly findsColumns?: boolean;
  /** True if the answer to a row depends on the other rows of its input. */
  readonly dependsOnRows?: boolean;
  /** Throws `ScoringError` for a method it has not, and for rows that the library would refuse. */
  call(method: ModelMethod, input: ModelInput): ModelAnswer;
  describe(): ModelFacts;
}
