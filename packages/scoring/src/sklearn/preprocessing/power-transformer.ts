import type { Estimator } from '../estimator.ts';
import type { Fitted } from '../fitted.ts';
import { mapColumns } from './map-columns.ts';

/**
 * PowerTransformer: Yeo-Johnson or Box-Cox with a lambda for each column, then a StandardScaler if asked.
 * Source: `_yeo_johnson_transform`, and `scipy.special.boxcox`.
 */
export function readPowerTransformer(fitted: Fitted): Estimator {
  const lambdas = fitted.doubles('lambdas_');
  const power = fitted.text('method', 'yeo-johnson') === 'box-cox' ? boxCox : yeoJohnsonOf(fitted);
  // 2 - lambda for the cells below 0: in float32 where lambda is.
  const others = lambdas.map((lambda) => (fitted.isFloat32('lambdas_') ? Math.fround(2 - lambda) : 2 - lambda));
  const transformer = mapColumns(fitted, (x, column) => power(x, lambdas[column], others[column]));
  if (!fitted.flag('standardize', true)) return transformer;
  const scaler = fitted.estimator('_scaler');
  return {
    transform: (table) =>
      (scaler.transform as NonNullable<Estimator['transform']>)(
        (transformer.transform as NonNullable<Estimator['transform']>)(table),
      ),
  };
}

/** (1 + x)^exponent - 1. */
type PowerLessOne = (x: number, exponent: number) => number;

/** Since release 1.9, which leaves it to SciPy, without the cancellation of small powers. */
const stablePower: PowerLessOne = (x, exponent) => Math.expm1(exponent * Math.log1p(x));

/** As it reads: what is lost where the power is near 1 is lost in scikit-learn too. There, `**` would round otherwise than C. */
const plainPower: PowerLessOne = (x, exponent) => {
  const less = Math.expm1(exponent * Math.log(1 + x));
  return (Math.abs(less) < 0.25 ? 1 + less : (1 + x) ** exponent) - 1;
};

/** The transform of one cell; `other` is 2 - lambda. */
function yeoJohnsonOf(fitted: Fitted): (x: number, lambda: number, other: number) => number {
  const power = fitted.atLeast(1, 9) ? stablePower : plainPower;
  return (x, lambda, other) => {
    if (x >= 0) return Math.abs(lambda) < 2 ** -52 ? Math.log1p(x) : power(x, lambda) / lambda;
    if (Math.abs(other) > 2 ** -52) return -power(-x, other) / other;
    return -Math.log1p(-x); // NaN too, which stays NaN
  };
}

function boxCox(x: number, lambda: number): number {
  if (Math.abs(lambda) < 1e-19) return Math.log(x);
  return Math.expm1(lambda * Math.log(x)) / lambda;
}
