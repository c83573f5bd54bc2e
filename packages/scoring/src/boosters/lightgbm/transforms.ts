import { ScoringError } from '../../scoring-error.ts';
import { own } from '../../util/own.ts';

/** Turns the sums of one row into predictions, in place. */
export type Transform = (sums: Float64Array) => void;

/**
 * The transform that an objective line asks for, such as `binary sigmoid:1` or `regression sqrt`; none where there is no
 * line (custom objectives answer raw sums). Throws `unsupported_model` for a name that is not known.
 * Source: `src/objective/*.hpp` of LightGBM 4 (`ConvertOutput`).
 */
export function findTransform(objective: string | undefined): Transform {
  const [name = '', ...parameters] = (objective ?? '').split(' ');
  const transform = own(transforms, name);
  if (transform === undefined) {
    throw new ScoringError(
      'unsupported_model',
      `The objective ${JSON.stringify(name)} of the LightGBM model is not known.`,
    );
  }
  return transform(parameters);
}

const identity: Transform = () => undefined;

const each =
  (convert: (sum: number) => number): Transform =>
  (sums) => {
    for (let at = 0; at < sums.length; at++) sums[at] = convert(sums[at]);
  };

const regression = (parameters: readonly string[]): Transform =>
  parameters.includes('sqrt') ? each((sum) => Math.sign(sum) * sum * sum) : identity;

const sigmoids = (parameters: readonly string[]): Transform => {
  const slope = Number(parameters.find((parameter) => parameter.startsWith('sigmoid:'))?.slice(8) ?? 1);
  return each((sum) => 1 / (1 + Math.exp(-slope * sum)));
};

const softmax: Transform = (sums) => {
  const most = sums.reduce((a, b) => Math.max(a, b));
  for (let at = 0; at < sums.length; at++) sums[at] = Math.exp(sums[at] - most);
  const total = sums.reduce((a, b) => a + b);
  for (let at = 0; at < sums.length; at++) sums[at] /= total;
};

const transforms: Readonly<Record<string, (parameters: readonly string[]) => Transform>> = {
  '': () => identity,
  none: () => identity,
  custom: () => identity,
  regression,
  regression_l1: regression,
  huber: regression,
  fair: regression,
  quantile: regression,
  mape: regression,
  lambdarank: () => identity,
  rank_xendcg: () => identity,
  poisson: () => each(Math.exp),
  gamma: () => each(Math.exp),
  tweedie: () => each(Math.exp),
  binary: sigmoids,
  multiclass: () => softmax,
  multiclassova: sigmoids,
  cross_entropy: () => each((sum) => 1 / (1 + Math.exp(-sum))),
  cross_entropy_lambda: () => each((sum) => Math.log1p(Math.exp(sum))),
};
