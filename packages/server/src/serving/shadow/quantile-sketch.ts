/**
 * Quantiles of non-negative numbers, each within 1 % of its value, in bounded memory: numbers are counted in buckets whose
 * bounds grow by a constant factor (Masson, Rim and Lee, "DDSketch", 2019).
 */
export class QuantileSketch {
  readonly #buckets = new Map<number, number>();
  #zeros = 0;
  #count = 0;
  #max = 0;

  add(value: number): void {
    this.#count++;
    this.#max = Math.max(this.#max, value);
    if (value <= smallest) {
      this.#zeros++;
      return;
    }
    const bucket = Math.ceil(Math.log(value) / logGamma);
    this.#buckets.set(bucket, (this.#buckets.get(bucket) ?? 0) + 1);
  }

  get max(): number {
    return this.#max;
  }

  /** The number that `share` of all are at most; 0 for none. */
  quantile(share: number): number {
    let left = Math.ceil(share * this.#count) - this.#zeros;
    if (left <= 0) return 0;
    for (const [bucket, count] of [...this.#buckets].sort(([one], [other]) => one - other)) {
      left -= count;
      if (left <= 0) return Math.min(this.#max, (2 * gamma ** bucket) / (gamma + 1));
    }
    return this.#max;
  }
}

/** Relative accuracy 0.01: gamma = (1 + 0.01) / (1 - 0.01). */
const gamma = 1.01 / 0.99;
const logGamma = Math.log(gamma);
/** What is smaller counts as zero. */
const smallest = 1e-300;
