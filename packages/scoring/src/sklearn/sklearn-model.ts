import type { LabelType } from '../frame/label-type.ts';
import type { RowTypes } from '../frame/row-types.ts';
import { type Cells, columnCount, joinRows, sliceRows, type Table, toMatrix } from '../frame/table.ts';
import { ScoringError } from '../scoring-error.ts';
import { arrangeColumns } from './arrange-columns.ts';
import type { Estimator, EstimatorMethod, TransformType } from './estimator.ts';
import type { AboutModel } from './estimator-reader.ts';
import { inSlice } from './in-slice.ts';
import type { ForestFacts } from './tree/forest-facts.ts';

/** scikit-learn's names of the methods that a model can have, and ours. */
const methodNames: Readonly<Record<string, EstimatorMethod>> = {
  predict: 'predict',
  predict_proba: 'predictProba',
  decision_function: 'decisionFunction',
  transform: 'transform',
  score_samples: 'scoreSamples',
};

/** A method as scikit-learn spells it. */
export type SklearnMethod = 'predict' | 'predict_proba' | 'decision_function' | 'transform' | 'score_samples';

/** Cells of the widest table at once: more rows are scored in batches, whose tables stay in the processor's cache. */
const BATCH_CELLS = 2 ** 17;

/** A fitted scikit-learn estimator that scores in this process. Scoring rows does not change it. */
export class SklearnModel {
  /** Package and class, such as `pipeline.Pipeline`. */
  readonly className: string;
  /** The release of scikit-learn that wrote it, if it says so. */
  readonly version: string | undefined;
  /** Number of input columns, if known. */
  readonly columns: number | undefined;
  /** Names of the input columns, if it was fitted on a frame. */
  readonly featureNames: readonly string[] | undefined;
  /** True if the input is one column of texts, such as a vectorizer takes. */
  readonly takesTexts: boolean;
  /** True if the answer to a row depends on the other rows of its table, which is then scored as one. */
  readonly dependsOnRows: boolean;
  /** True if cells are used in the form in which they came, not only as numbers. */
  readonly readsCells: boolean;
  /** True if some step looks its columns up by the names that it was trained with. */
  readonly findsNames: boolean;
  /** These names, as far as the file has them. */
  readonly foundNames: readonly string[];
  /** See `Estimator`. */
  readonly findsColumns: boolean;
  /** See `Estimator`. */
  readonly trainedNames: readonly string[] | undefined;
  /** Labels of a classifier, in the order of the columns of `predict_proba`. */
  readonly classes: Cells | undefined;
  /** The methods it has, in scikit-learn's words. */
  readonly methods: readonly SklearnMethod[];
  /** Type of the labels that `predict` answers, if it is known. */
  readonly labelType: LabelType | undefined;
  /** numpy's code of their type, with the size. */
  readonly labelCode: string | undefined;
  /** See `Estimator`. */
  readonly isNested: boolean;
  readonly isFloat32: boolean;
  /** See `Estimator`. */
  readonly isWhole: boolean | undefined;
  readonly transformType: TransformType | undefined;
  /** The types of what `transform` gives for rows, where they are those of the rows. */
  readonly rowTypes: ((table: Table) => RowTypes | undefined) | undefined;
  readonly #estimator: Estimator;
  readonly #batchRows: number;

  constructor(estimator: Estimator, about: AboutModel, widest: number) {
    this.className = about.className;
    this.version = about.version;
    this.columns = about.columns;
    this.featureNames = about.featureNames;
    this.takesTexts = about.takesTexts;
    this.dependsOnRows = about.dependsOnRows;
    this.readsCells = about.readsCells || estimator.keepsTypes === true;
    this.findsNames = about.findsNames;
    this.foundNames = about.foundNames;
    this.findsColumns = estimator.findsColumns === true;
    this.trainedNames = estimator.trainedNames;
    this.classes = estimator.classes;
    this.isWhole = estimator.isWhole;
    this.transformType = estimator.transformType;
    const { rowTypes } = estimator;
    this.rowTypes =
      rowTypes === undefined
        ? undefined
        : (table) => (table.kind === 'matrix' ? undefined : rowTypes(this.#arrange(table)));
    this.labelType = estimator.labelType ?? estimator.classes?.type;
    this.labelCode = estimator.labelCode ?? estimator.classes?.code;
    this.isNested = estimator.isNested === true;
    this.isFloat32 = estimator.isFloat32 === true;
    this.#estimator = estimator;
    this.methods = Object.entries(methodNames)
      .filter(([, ours]) => estimator[ours] !== undefined)
      .map(([theirs]) => theirs as SklearnMethod);
    this.#batchRows = Math.max(1, Math.floor(BATCH_CELLS / Math.max(widest, about.columns ?? 1)));
  }

  /**
   * Answers of one method, a row for each row of the table: labels or numbers for `predict` (a column for each target),
   * a column for each class for `predict_proba`, and so on. Throws `ScoringError` where scikit-learn would raise.
   */
  call(method: SklearnMethod, table: Table): Table {
    const ours = methodNames[method];
    const { [ours]: run } = this.#estimator;
    if (run === undefined) {
      throw new ScoringError(
        'unsupported_model',
        `${this.className} has no method ${method}; it has ${this.methods.join(', ')}.`,
      );
    }
    const input = this.#arrange(table);
    try {
      return this.#inBatches(run, input);
    } catch (error) {
      if (error instanceof RangeError)
        throw new ScoringError('bad_model', 'The model asks for more memory than there is.');
      throw error;
    }
  }

  #inBatches(run: (table: Table) => Table, table: Table): Table {
    if (this.dependsOnRows || table.rows <= this.#batchRows) return written(run(table));
    const answers: Table[] = [];
    for (let start = 0; start < table.rows; start += this.#batchRows) {
      const end = Math.min(table.rows, start + this.#batchRows);
      answers.push(inSlice(start, () => written(run(sliceRows(table, start, end)))));
    }
    return joinRows(answers);
  }

  /** Facts about its trees, of models that are made of trees (alone or as a pipeline's last step). */
  describeTrees(): ForestFacts | undefined {
    return this.#estimator.describeTrees?.();
  }

  predict(table: Table): Table {
    return this.call('predict', table);
  }

  /** One line for a person: what it is and what it takes. */
  describe(): string {
    const version = this.version === undefined ? '' : ` of scikit-learn ${this.version}`;
    const columns = this.columns === undefined ? '' : `, ${this.columns} columns`;
    return `${this.className}${version}${columns}: ${this.methods.join(', ')}`;
  }

  /** The columns in the order the model was fitted on: by name where both have names, else as they come. */
  #arrange(table: Table): Table {
    if (table.rows === 0) throw new ScoringError('wrong_size', 'The input has no rows; at least one is needed.');
    const { names } = table;
    const wanted = this.featureNames;
    if (names !== undefined && wanted !== undefined) return this.findsColumns ? table : arrangeColumns(table, wanted);
    if (names !== undefined || this.columns === undefined || columnCount(table) === this.columns) return table;
    throw new ScoringError(
      'wrong_size',
      `The input has ${columnCount(table)} columns; the model was fitted on ${this.columns}.`,
    );
  }
}

/** An answer of numbers is a matrix for its readers, however it was made. */
const written = (table: Table): Table => (table.kind === 'mixed' && table.isNumeric === true ? toMatrix(table) : table);
