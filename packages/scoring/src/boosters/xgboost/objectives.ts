import { expf } from '../../math/expf.ts';
import { logf } from '../../math/logf.ts';
import { ScoringError } from '../../scoring-error.ts';
import { own } from '../../util/own.ts';
import { isAtLeast, type LibraryVersion, type Objective } from './objective.ts';

const { fround } = Math;

/** The library's kRtEps: the least step between two expectiles. */
const STEP = fround(1e-6);

/**
 * What each objective does to base score and margins, by name. The loss itself plays no part in a prediction.
 * Source: `src/objective/*` of XGBoost 0.90, 1.2.1, 1.3.3, 1.7.6, 2.0.3, 3.0.5, 3.2.0 and 3.4.1.
 */
const identity: Objective = { link: (score) => score, transform: (margins) => margins };

const logistic: Objective = { link: logit, transform: sigmoids };

const logitRaw: Objective = {
  link: (score, version) => (isAtLeast(version, 1, 3) ? score : logit(score, version)),
  transform: (margins) => margins,
};

const hinge: Objective = {
  link: (score) => score,
  transform: (margins) => margins.map((margin) => (margin > 0 ? 1 : 0)),
};

const logLink: Objective = { link: (score) => logf(score), transform: (margins) => margins.map(expf) };

const softmax: Objective = { link: (score) => score, transform: softmaxRows };

const softmaxLabel: Objective = { link: (score) => score, transform: largest, isOneColumn: true };

const quantile: Objective = { link: (score) => score, transform: sortFromVersion34 };

/** Outputs after the first are steps up from the one before, so that the expectiles of a row never cross. */
const expectile: Objective = {
  link: (score, _version, before) =>
    before === undefined ? score : softplusInverse(fround(fround(score - before) - STEP)),
  transform: addSteps,
};

const objectives: Readonly<Record<string, Objective>> = {
  'reg:squarederror': identity,
  'reg:linear': identity,
  'reg:squaredlogerror': identity,
  'reg:pseudohubererror': identity,
  'reg:absoluteerror': identity,
  'reg:quantileerror': quantile,
  'reg:expectileerror': expectile,
  'rank:pairwise': identity,
  'rank:ndcg': identity,
  'rank:map': identity,
  'reg:logistic': logistic,
  'binary:logistic': logistic,
  'binary:logitraw': logitRaw,
  'binary:hinge': hinge,
  'count:poisson': logLink,
  'reg:gamma': logLink,
  'reg:tweedie': logLink,
  'survival:cox': logLink,
  'survival:aft': logLink,
  'multi:softprob': softmax,
  'multi:softmax': softmaxLabel,
};

/** Throws `unsupported_model` for a name that is not in the table (custom objectives, for one). */
export function findObjective(name: string): Objective {
  const objective = own(objectives, name);
  if (objective === undefined) {
    const known = Object.keys(objectives).join(', ');
    throw new ScoringError(
      'unsupported_model',
      `The objective ${JSON.stringify(name)} of the XGBoost model is not known. Known are: ${known}.`,
    );
  }
  return objective;
}

/** -ln(1/b - 1), with b kept inside (0, 1) from 3.2 on. */
function logit(score: number, version: LibraryVersion): number {
  const inside = isAtLeast(version, 3, 2) ? Math.min(Math.max(score, fround(1e-6)), fround(1 - 1e-6)) : score;
  return -logf(fround(fround(1 / inside) - 1));
}

/** 1 / (1 + e^-x); from 1.6 on with -x capped at 88.7 and 1e-16 added below the line. */
function sigmoids(margins: Float32Array, _outputCount: number, version: LibraryVersion): Float32Array {
  if (!isAtLeast(version, 1, 6)) return margins.map((margin) => 1 / fround(1 + expf(-margin)));
  const cap = fround(88.7);
  const epsilon = fround(1e-16);
  return margins.map((margin) => 1 / fround(fround(expf(Math.min(-margin, cap)) + 1) + epsilon));
}

/** e^(x - largest) over their sum. The sum is kept in double, the rest in float32. */
function softmaxRows(margins: Float32Array, outputCount: number): Float32Array {
  for (let start = 0; start < margins.length; start += outputCount) {
    const row = margins.subarray(start, start + outputCount);
    const most = row.reduce((a, b) => Math.max(a, b));
    let sum = 0;
    for (let at = 0; at < outputCount; at++) {
      row[at] = expf(fround(row[at] - most));
      sum += row[at];
    }
    const divisor = fround(sum);
    for (let at = 0; at < outputCount; at++) row[at] /= divisor;
  }
  return margins;
}

/** Number of the largest margin of each row; the first of equals. */
function largest(margins: Float32Array, outputCount: number): Float32Array {
  return Float32Array.from({ length: margins.length / outputCount }, (_, row) => {
    let best = 0;
    for (let at = 1; at < outputCount; at++) {
      if (margins[row * outputCount + at] > margins[row * outputCount + best]) best = at;
    }
    return best;
  });
}

/** From 3.4 on the quantiles of a row never cross. */
function sortFromVersion34(margins: Float32Array, outputCount: number, version: LibraryVersion): Float32Array {
  if (!isAtLeast(version, 3, 4)) return margins;
  for (let start = 0; start < margins.length; start += outputCount) margins.subarray(start, start + outputCount).sort();
  return margins;
}

/** Each output is the one before, plus a step of at least 1e-6. Source: `ExpectileRegression` of XGBoost 3.3. */
function addSteps(margins: Float32Array, outputCount: number): Float32Array {
  for (let start = 0; start < margins.length; start += outputCount) {
    for (let at = start + 1; at < start + outputCount; at++)
      margins[at] = margins[at - 1] + fround(STEP + softplus(margins[at]));
  }
  return margins;
}

/** ln(1 + e^x), without overflow. */
function softplus(x: number): number {
  const rest = fround(Math.log1p(expf(-Math.abs(x))));
  return x > 0 ? fround(x + rest) : rest;
}

/** The x whose softplus is `y`: y + ln(1 - e^-y); what is below 1e-6 counts as that. */
function softplusInverse(y: number): number {
  const kept = Math.max(y, STEP);
  return fround(kept + logf(-fround(Math.expm1(-kept))));
}
