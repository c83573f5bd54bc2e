import { present } from '@catenary/scoring/internal/values';
import type { AnswerValue } from './answer-rows.ts';
import { QuantileSketch } from './quantile-sketch.ts';
import { RunningMean } from './running-mean.ts';

/** Most pairs of texts of a column that are counted one by one. */
const maxPairs = 20;

/** How the values of one column differ: the shadow's less the production variant's. */
export class ColumnDifferences {
  #compared = 0;
  #equal = 0;
  readonly #absolute = new QuantileSketch();
  readonly #signed = new RunningMean();
  readonly #pairs = new Map<string, number>();

  /** An absent value is one that only the other has. Returns whether both are equal. */
  add(production: AnswerValue | undefined, shadow: AnswerValue | undefined): boolean {
    this.#compared++;
    if (typeof production === 'number' && typeof shadow === 'number') {
      const difference = shadow - production;
      this.#signed.add(difference);
      this.#absolute.add(Math.abs(difference));
    }
    if (production === shadow) {
      this.#equal++;
      return true;
    }
    if (typeof production !== 'number' || typeof shadow !== 'number') this.#count(production, shadow);
    return false;
  }

  #count(production: AnswerValue | undefined, shadow: AnswerValue | undefined): void {
    const pair = `${shown(production)} -> ${shown(shadow)}`;
    if (this.#pairs.size < maxPairs || this.#pairs.has(pair)) this.#pairs.set(pair, (this.#pairs.get(pair) ?? 0) + 1);
  }

  describe(): object {
    return {
      compared: this.#compared,
      equal: this.#equal,
      ...present({
        difference: this.#signed.count === 0 ? undefined : this.#describeNumbers(),
        changes: this.#pairs.size === 0 ? undefined : this.#describePairs(),
      }),
    };
  }

  #describeNumbers(): object {
    const at = (share: number) => this.#absolute.quantile(share);
    return {
      mean: this.#signed.mean,
      absolute: { p50: at(0.5), p90: at(0.9), p99: at(0.99), max: this.#absolute.max },
    };
  }

  #describePairs(): object[] {
    const pairs = [...this.#pairs].sort(([, one], [, other]) => other - one);
    return pairs.map(([change, count]) => ({ change, count }));
  }
}

/** A value for the verdict, shortened: an answer may be long. */
const shown = (value: AnswerValue | undefined) => (value === undefined ? 'nothing' : String(value).slice(0, 100));
