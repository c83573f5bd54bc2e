/**
 * Whether events (failures, slow answers) are more frequent in one of two groups that requests are drawn into at random, asked
 * after every event. If they are not, the next event is one of the new group with at most the probability with which a
 * request is; the evidence against that is the mean of likelihood ratios for odds 2, 4 and 16 times as high. That mean is
 * a test martingale, so the probability that it ever reaches 1 / a is at most a (Ville's inequality), however often and
 * however long one looks.
 */
export class OddsTest {
  /** Logarithms: the ratios themselves grow beyond any number. */
  readonly #logRatios = multiples.map(() => 0);

  /** An event; `share` of requests, between 0 and 1, went to the new group when it came. */
  add(isNew: boolean, share: number): void {
    for (const [at, multiple] of multiples.entries()) {
      const likely = (multiple * share) / (multiple * share + 1 - share);
      const ratio = isNew ? likely / share : (1 - likely) / (1 - share);
      this.#logRatios[at] = (this.#logRatios[at] ?? 0) + Math.log(ratio);
    }
  }

  /** How many times more likely the events are if the new group has more of them. */
  get evidence(): number {
    return this.#logRatios.reduce((sum, log) => sum + Math.exp(Math.min(log, 700)), 0) / multiples.length;
  }
}

const multiples = [2, 4, 16];
