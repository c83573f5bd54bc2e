/** Values on both sides, and how many gaps are looked at, in all columns. */
export interface Comparison {
  readonly before: number;
  readonly now: number;
  readonly gaps: number;
}

/** The share of looks at an endpoint, at most, in which chance alone makes an alarm. */
export const falseAlarmRate = 0.01;
/** What sketches may be wrong by: up to 2,050 values they are exact. */
const sketchError = 0.01;
const exactCount = 2050;

/**
 * The gap of two distribution functions, or of two shares, that chance exceeds in one of a hundred looks at all gaps together
 * (Massart's bound of Dvoretzky, Kiefer and Wolfowitz's inequality for two samples: Wei and Dudley, "Two-sample
 * Dvoretzky-Kiefer-Wolfowitz inequalities", 2012, with e for samples of any size; Hoeffding's for shares is less), with what the
 * sketches may be wrong by.
 */
export function chanceGap({ before, now, gaps }: Comparison): number {
  const chance = Math.sqrt((Math.log((Math.E * gaps) / falseAlarmRate) / 2) * ((before + now) / (before * now)));
  const wrong = [before, now].filter((count) => count > exactCount).length * sketchError;
  return chance + wrong;
}
