import type { ScoringError } from '../../scoring-error.ts';
import { badModel } from '../bad-model.ts';
import type { LoadBooster } from '../op-booster.ts';
import type { Semantics } from '../semantics.ts';
import type { RowFailure } from './row-failure.ts';
import type { FailurePlace, RowFailures } from './row-failures.ts';
import type { Wiring } from './wiring.ts';

/** What names a node in messages. */
export interface NodeName {
  /** Such as `root/scaler.node`, the path inside a bundle. */
  readonly path: string;
  readonly op: string;
}

/** What a node sees of the plan besides its ports: whose rules count, and where it reports what is wrong. */
export class NodeContext {
  readonly op: string;
  readonly path: string;
  readonly semantics: Semantics;
  /** The reader of XGBoost models, if the caller brought one. */
  readonly loadBooster: LoadBooster | undefined;
  readonly #failures: RowFailures;
  readonly #places = new Map<string, FailurePlace>();

  constructor({ op, path }: NodeName, { semantics, loadBooster, failures }: Wiring) {
    this.op = op;
    this.path = path;
    this.semantics = semantics;
    this.loadBooster = loadBooster;
    this.#failures = failures;
  }

  /** Refuses one row. */
  fail(row: number, failure: RowFailure): void {
    this.#failures.fail(row, failure, this.place(failure.input.name));
  }

  /** Drops one row for all that follows (handle_invalid skip). */
  skip(row: number): void {
    this.#failures.skip(row);
  }

  hasFailed(row: number): boolean {
    return this.#failures.has(row);
  }

  /** The model is wrong; to be thrown. */
  bad(what: string): ScoringError {
    return badModel(`${this.path} (${this.op})`, what);
  }

  place(column: string): FailurePlace {
    let place = this.#places.get(column);
    if (place === undefined) {
      place = { column, node: this.path, op: this.op };
      this.#places.set(column, place);
    }
    return place;
  }
}
