import { PickleObject } from '../pickle/pickle-object.ts';
import { ScoringError } from '../scoring-error.ts';
import { own } from '../util/own.ts';
import type { Estimator } from './estimator.ts';
import { estimators } from './estimators.ts';
import { Fitted, type ReadContext } from './fitted.ts';
import { inputFacts, type ModelInputFacts } from './input-facts.ts';
import { withSparsity } from './sparsity.ts';

/** Estimators stand inside each other (Pipeline in ColumnTransformer in Pipeline ...): how deep, and how many in all. */
const MAX_DEPTH = 64;
const MAX_ESTIMATORS = 200_000;
/** The widest table any step may make: a HashingVectorizer's default is 2^20. */
const MAX_WIDTH = 2 ** 24;

/** Releases before it keep other attributes, and joblib inside of scikit-learn. */
const OLDEST = [0, 22] as const;

/** What the outermost object says of itself. */
export interface AboutModel extends ModelInputFacts {
  readonly className: string;
  readonly version: string | undefined;
  /** True if the input is one column of texts, such as a vectorizer takes. */
  readonly takesTexts: boolean;
  /** True if the answer to a row depends on the other rows of its table. */
  readonly dependsOnRows: boolean;
  /** True if some step uses cells in the form in which they came: as categories or texts. */
  readonly readsCells: boolean;
  /** True if some step looks its columns up by the names that it was trained with. */
  readonly findsNames: boolean;
  /** These names, as far as steps have said them. */
  readonly foundNames: readonly string[];
}

/**
 * Turns fitted objects into estimators, by the table of classes. A hostile file can put one object into another many
 * times over, or into itself; depth and count are bounded, so loading and scoring stay in proportion.
 */
export class EstimatorReader implements ReadContext {
  #items: number;
  #columns = 0;
  /** Columns of the widest table that some step makes, as far as steps have said. */
  widest = 1;
  #depth = 0;
  #count = 0;
  #hasVectorizer = false;
  #dependsOnRows = false;
  #readsCells = false;
  #findsNames = false;
  readonly #foundNames: string[] = [];
  readonly #declared = new Map<PickleObject, ModelInputFacts>();

  /** `fileBytes`: size of the pickle. Real models read each of their numbers once or twice. */
  constructor(fileBytes: number) {
    this.#items = fileBytes * 4 + (1 << 20);
  }

  read(value: unknown, place: string): Estimator {
    if (!(value instanceof PickleObject)) {
      throw new ScoringError('unsupported_model', `In ${place} no scikit-learn estimator is found.`);
    }
    if (++this.#depth > MAX_DEPTH || ++this.#count > MAX_ESTIMATORS) {
      throw new ScoringError('bad_model', 'The model nests more estimators than can be read.');
    }
    const className = publicName(value.global.module, value.global.name);
    const fitted = new Fitted(value, className, this);
    const read = own(estimators, className);
    if (read === undefined) throw fitted.refuse('the class is not known');
    if (!fitted.atLeast(...OLDEST)) throw fitted.refuse('releases before 0.22 keep other attributes');
    if (/\.(Count|Hashing|Tfidf)Vectorizer$/.test(className)) this.#hasVectorizer = true;
    const estimator = withSparsity(read(fitted), fitted);
    this.#depth--;
    return estimator;
  }

  dependOnRows(): void {
    this.#dependsOnRows = true;
  }

  readCells(): void {
    this.#readsCells = true;
  }

  findNames(names: readonly string[]): void {
    this.#findsNames = true;
    this.#foundNames.push(...names);
  }

  declareInput(object: PickleObject, facts: ModelInputFacts): void {
    this.#declared.set(object, facts);
  }

  declareWidth(columns: number): void {
    this.#columns += columns;
    if (!(columns <= MAX_WIDTH && this.#columns <= MAX_WIDTH * 4)) {
      throw new ScoringError('bad_model', `The model makes tables of ${this.#columns} columns and more.`);
    }
    this.widest = Math.max(this.widest, columns);
  }

  chargeItems(items: number): void {
    this.#items -= items;
    if (!(this.#items >= 0)) throw new ScoringError('bad_model', 'The model uses the same numbers over and over.');
  }

  about(value: unknown): AboutModel {
    const object = value as PickleObject;
    const fitted = new Fitted(object, publicName(object.global.module, object.global.name), this);
    const facts = inputFacts(value, this.#declared);
    // Vectorizers count no columns; one inside a ColumnTransformer has its column counted there.
    const takesTexts = facts.columns === undefined && this.#hasVectorizer;
    return {
      className: fitted.className,
      version: fitted.version,
      takesTexts,
      dependsOnRows: this.#dependsOnRows,
      readsCells: this.#readsCells,
      findsNames: this.#findsNames,
      foundNames: this.#foundNames,
      ...facts,
    };
  }
}

/**
 * `linear_model.Ridge` for `sklearn.linear_model._ridge.Ridge`: the package and the class, which users import by and
 * which stay while the modules between them are renamed.
 */
function publicName(module: string, name: string): string {
  const [library, group] = module.split('.');
  if (module === 'lightgbm.sklearn' || module === 'xgboost.sklearn' || module === 'catboost.core')
    return `${library}.${name}`;
  return library === 'sklearn' ? `${group}.${name}` : `${module}.${name}`;
}
