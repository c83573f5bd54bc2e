/** C(n + d, d), the number of monomials including the constant; in as many steps as the smaller of the two. */
export function expandedSize(count: number, degree: number): number {
  const [few, many] = count < degree ? [count, degree] : [degree, count];
  let size = 1;
  for (let at = 1; at <= few; at++) size = (size * (many + at)) / at;
  return Math.round(size);
}

/** The products of powers of a row's features, in Spark's order. */
export class PowerProducts {
  readonly #degree: number;
  #values = new Float64Array(0);
  /** Of a sparse row, which features are there: others leave their branch at 0 even beside a NaN. */
  #present: Uint8Array | undefined;
  #target = new Float64Array(0);
  /** Where the next product goes. */
  #next = 0;

  constructor(degree: number) {
    this.#degree = degree;
  }

  /** All products up to the degree, the constant first. Is overwritten by the next call. */
  expand(values: Float64Array<ArrayBuffer>, present: Uint8Array | undefined): Float64Array {
    const size = expandedSize(values.length, this.#degree);
    if (this.#target.length < size) this.#target = new Float64Array(size);
    this.#target.fill(0);
    this.#values = values;
    this.#present = present;
    this.#next = 0;
    this.#write(values.length - 1, this.#degree, 1);
    return this.#target;
  }

  /**
   * Writes the monomials of features 0 .. last up to `degree`, each times `factor`. The last feature is in the loop, those before it
   * in the recursion; without the first degree, which may have as many features as there is room for, the size limit keeps that
   * below 5,000 deep.
   */
  #write(last: number, degree: number, factor: number): void {
    if (factor === 0) {
      this.#next += expandedSize(last + 1, degree);
      return;
    }
    if (degree === 0 || last < 0) {
      this.#target[this.#next++] = factor;
      return;
    }
    if (degree === 1) return this.#writeFirstDegree(last, factor);
    let power = factor;
    for (let exponent = 0; exponent <= degree; exponent++) {
      this.#write(last - 1, degree - exponent, power);
      power = this.#present?.[last] === 0 ? 0 : power * this.#values[last];
    }
  }

  /** `factor`, and then it times each feature. */
  #writeFirstDegree(last: number, factor: number): void {
    this.#target[this.#next] = factor;
    for (let feature = 0; feature <= last; feature++) {
      const product = this.#present?.[feature] === 0 ? 0 : factor * this.#values[feature];
      this.#target[this.#next + 1 + feature] = product === 0 ? 0 : product;
    }
    this.#next += 2 + last;
  }
}
