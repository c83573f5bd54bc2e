/** Work that went on beyond its allowance: nothing is wrong with it, and it may be done again in another thread. */
export class BeyondAllowance extends Error {
  constructor() {
    super('The work takes longer than it was expected to.');
    this.name = 'BeyondAllowance';
  }
}

let left = Infinity;

/**
 * Notes that work is about to make `values` numbers or characters. To be called where they may be many more than there are in the input,
 * as a model's widths say: a few bytes of a request can ask for minutes. Throws `BeyondAllowance` if that is too much here.
 */
export function spend(values: number): void {
  left -= values;
  if (left < 0) throw new BeyondAllowance();
}

/** Does work that may `spend` so much in all. Elsewhere there is no bound. */
export function withAllowance<Result>(values: number, work: () => Result): Result {
  const before = left;
  left = values;
  try {
    return work();
  } finally {
    left = before;
  }
}
