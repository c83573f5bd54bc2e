/** Work that went on beyond its allowance: nothing is wrong with it, and it may be done again in another thread. */
export class BeyondAllowance extends Error {
  constructor() {
    super('The work takes longer than it was expected to.');
    this.name = 'BeyondAllowance';
  }
}

/** What is left, in a typed array: a variable of a module that holds no small integer is allocated anew each time it is set. */
const left = Float64Array.of(Infinity);

/**
 * Notes that work is about to make `values` numbers or characters. To be called where they may be many more than there are in the input,
 * as a model's widths say: a few bytes of a request can ask for minutes. Throws `BeyondAllowance` if that is too much here.
 */
export function spend(values: number): void {
  const rest = (left[0] ?? 0) - values;
  left[0] = rest;
  if (rest < 0) throw new BeyondAllowance();
}

/** Does work that may `spend` so much in all. Elsewhere there is no bound. */
export function withAllowance<Result>(values: number, work: () => Result): Result {
  const before = left[0] ?? 0;
  left[0] = values;
  try {
    return work();
  } finally {
    left[0] = before;
  }
}
