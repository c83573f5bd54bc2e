import { normalCdfByErf } from '../../../math/normal-cdf.ts';

type Curve = (value: number) => number;

/** How a mean is made of a linear predictor: the inverse of the link, and the range that it is brought into. */
export interface MeanCurve {
  readonly unlink: Curve;
  readonly project: Curve;
}

/** A family of the exponential dispersion models: its canonical link, and the range that its means are brought into. */
export interface GlmFamily {
  readonly link: string;
  readonly project: Curve;
}

const EPSILON = 1e-16;

/** Means of any sign, kept finite. */
const projectReal: Curve = (mean) =>
  mean === Infinity ? Number.MAX_VALUE : mean === -Infinity ? -Number.MAX_VALUE : mean;
/** Means above zero, kept finite. */
const projectPositive: Curve = (mean) => (mean < EPSILON ? EPSILON : mean === Infinity ? Number.MAX_VALUE : mean);
const projectShare: Curve = (mean) => (mean < EPSILON ? EPSILON : mean > 1 - EPSILON ? 1 - EPSILON : mean);

/** Families by name. Source: Spark 4.1 `GeneralizedLinearRegression.Family`, which MLeap's model uses. */
export const glmFamilies: Readonly<Record<string, GlmFamily>> = {
  gaussian: { link: 'identity', project: projectReal },
  binomial: { link: 'logit', project: projectShare },
  poisson: { link: 'log', project: projectPositive },
  gamma: { link: 'inverse', project: projectPositive },
};

/** Inverses of the links by name: the mean of a linear predictor. Source: Spark 4.1 `GeneralizedLinearRegression.Link`. */
export const glmLinks: Readonly<Record<string, Curve>> = {
  identity: (eta) => eta,
  log: Math.exp,
  inverse: (eta) => 1 / eta,
  logit: (eta) => 1 / (1 + Math.exp(-eta)),
  probit: normalCdfByErf,
  cloglog: (eta) => 1 - Math.exp(-Math.exp(eta)),
  sqrt: (eta) => eta * eta,
};

/** Tweedie of power 0, 1 and 2 is gaussian, poisson and gamma; its link is a power, by default 1 - variance power. */
export function tweedieCurve(variancePower: number, linkPower: number): MeanCurve {
  return { unlink: powerInverse(linkPower), project: variancePower === 0 ? projectReal : projectPositive };
}

function powerInverse(power: number): Curve {
  if (power === 0) return Math.exp;
  if (power === 1) return (eta) => eta;
  if (power === -1) return (eta) => 1 / eta;
  return power === 0.5 ? (eta) => eta * eta : (eta) => eta ** (1 / power);
}
