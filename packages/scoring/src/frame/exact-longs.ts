/** Gathers the longs of a column that no double is. */
export class ExactLongs {
  #found: Map<number, bigint> | undefined;

  /** `value` is the double nearest to `exact`, a whole number. */
  take(row: number, value: number, exact: string | bigint): void {
    if (Number.isSafeInteger(value)) return;
    this.#found ??= new Map();
    this.#found.set(row, BigInt(exact));
  }

  get longs(): ReadonlyMap<number, bigint> | undefined {
    return this.#found;
  }
}
