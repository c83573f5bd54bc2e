import { present } from '@catenary/scoring/internal/values';
import { type AnswerBody, type AnswerRow, answerRows } from './answer-rows.ts';
import { ColumnDifferences } from './column-differences.ts';
import { QuantileSketch } from './quantile-sketch.ts';
import { RunningMean } from './running-mean.ts';

/** One request as both variants answered it. Times are milliseconds. */
export interface AnsweredPair {
  readonly id: string;
  readonly production: AnswerBody & { readonly ms: number };
  readonly shadow: AnswerBody & { readonly ms: number };
}

/** Rows that differ and are shown, and most characters of a value there. */
const maxShown = 10;
const maxText = 200;
const maxColumns = 1000;

/** What the shadow's answers are like, held against those of the production variant. */
export class ShadowComparison {
  #requests = 0;
  #rows = 0;
  #equalRows = 0;
  #failures = 0;
  #dropped = 0;
  readonly #reasons = new Set<string>();
  readonly #columns = new Map<string, ColumnDifferences>();
  readonly #shown: object[] = [];
  readonly #slower = new RunningMean();
  readonly #times = { production: new QuantileSketch(), shadow: new QuantileSketch() };

  /** A request that the shadow did not get, as it has too many already. */
  drop(): void {
    this.#dropped++;
  }

  /** A request that the production variant answered and the shadow did not. */
  fail(reason: string): void {
    this.#failures++;
    if (this.#reasons.size < maxShown) this.#reasons.add(reason.slice(0, maxText));
  }

  add(pair: AnsweredPair): void {
    this.#requests++;
    this.#slower.add(pair.shadow.ms - pair.production.ms);
    this.#times.production.add(pair.production.ms);
    this.#times.shadow.add(pair.shadow.ms);
    const production = answerRows(pair.production);
    const shadow = answerRows(pair.shadow);
    for (let at = 0; at < Math.max(production.length, shadow.length); at++)
      this.#compare(pair.id, at, [production[at], shadow[at]]);
  }

  #compare(
    id: string,
    at: number,
    [production, shadow]: readonly [AnswerRow | undefined, AnswerRow | undefined],
  ): void {
    this.#rows++;
    const names = new Set([...(production?.keys() ?? []), ...(shadow?.keys() ?? [])]);
    const differing = [...names].filter((name) => {
      const isEqual = this.#column(name)?.add(production?.get(name), shadow?.get(name));
      return isEqual === undefined ? production?.get(name) !== shadow?.get(name) : !isEqual;
    });
    if (differing.length === 0) this.#equalRows++;
    else if (this.#shown.length < maxShown)
      this.#shown.push({
        requestId: id,
        row: at + 1,
        columns: differing.slice(0, maxShown).map((column) => ({
          column,
          ...present({ production: shown(production, column), shadow: shown(shadow, column) }),
        })),
      });
  }

  #column(name: string): ColumnDifferences | undefined {
    const known = this.#columns.get(name);
    if (known !== undefined || this.#columns.size >= maxColumns) return known;
    const column = new ColumnDifferences();
    this.#columns.set(name, column);
    return column;
  }

  /** The verdict, with what it rests on. */
  describe(): object {
    return {
      verdict: this.#verdict(),
      requests: { compared: this.#requests, failed: this.#failures, dropped: this.#dropped },
      ...present({ failures: this.#reasons.size === 0 ? undefined : [...this.#reasons] }),
      rows: { compared: this.#rows, equal: this.#equalRows, ...this.#shares() },
      columns: Object.fromEntries([...this.#columns].map(([name, column]) => [name, column.describe()])),
      latency: this.#describeLatency(),
      firstDifferences: this.#shown,
    };
  }

  #verdict(): string {
    if (this.#failures > 0 || this.#equalRows < this.#rows) return 'different';
    return this.#rows === 0 ? 'nothing compared' : 'equal';
  }

  /** If all of n rows were equal, at most 3 / n of all differ with 95 % confidence (rule of three: Hanley and Lippman-Hand, 1983). */
  #shares(): object {
    if (this.#rows === 0) return {};
    const shareEqual = this.#equalRows / this.#rows;
    return {
      shareEqual,
      ...present({ shareDifferentAtMost: shareEqual === 1 ? Math.min(1, 3 / this.#rows) : undefined }),
    };
  }

  #describeLatency(): object {
    const interval = this.#slower.interval;
    const of = (times: QuantileSketch) => ({ p50Ms: times.quantile(0.5), p99Ms: times.quantile(0.99) });
    return {
      production: of(this.#times.production),
      shadow: of(this.#times.shadow),
      differenceMs: { mean: this.#slower.mean, ...present({ interval95: interval }) },
      verdict: latencyVerdict(interval),
    };
  }
}

function latencyVerdict(interval: readonly [number, number] | undefined): string {
  if (interval === undefined) return 'too few requests';
  if (interval[0] > 0) return 'slower';
  return interval[1] < 0 ? 'faster' : 'no difference seen';
}

const shown = (row: AnswerRow | undefined, column: string) => {
  const value = row?.get(column);
  return value === undefined ? undefined : String(value).slice(0, maxText);
};
