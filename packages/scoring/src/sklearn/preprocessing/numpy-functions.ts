import { sigmoid } from '../../math/sigmoid.ts';

/** The functions of numpy (and scipy.special) that map each number by itself, by name. */
export const numpyFunctions: Readonly<Record<string, (x: number) => number>> = {
  log: Math.log,
  log1p: Math.log1p,
  log2: Math.log2,
  log10: Math.log10,
  exp: Math.exp,
  expm1: Math.expm1,
  exp2: (x) => 2 ** x,
  sqrt: Math.sqrt,
  cbrt: Math.cbrt,
  square: (x) => x * x,
  abs: Math.abs,
  absolute: Math.abs,
  fabs: Math.abs,
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  arcsin: Math.asin,
  arccos: Math.acos,
  arctan: Math.atan,
  sinh: Math.sinh,
  cosh: Math.cosh,
  tanh: Math.tanh,
  arcsinh: Math.asinh,
  arccosh: Math.acosh,
  arctanh: Math.atanh,
  floor: Math.floor,
  ceil: Math.ceil,
  trunc: Math.trunc,
  rint: roundHalfToEven,
  sign: (x) => Math.sign(x) + 0,
  negative: (x) => -x,
  positive: (x) => x,
  reciprocal: (x) => 1 / x,
  deg2rad: (x) => x * (Math.PI / 180),
  radians: (x) => x * (Math.PI / 180),
  rad2deg: (x) => x * (180 / Math.PI),
  degrees: (x) => x * (180 / Math.PI),
  isnan: (x) => (Number.isNaN(x) ? 1 : 0),
  isfinite: (x) => (Number.isFinite(x) ? 1 : 0),
  isinf: (x) => (Math.abs(x) === Infinity ? 1 : 0),
  logical_not: (x) => (x === 0 ? 1 : 0),
  expit: sigmoid,
  logit: (p) => Math.log(p / (1 - p)),
};

function roundHalfToEven(x: number): number {
  const floor = Math.floor(x);
  const rest = x - floor;
  if (rest !== 0.5) return Math.round(x);
  return floor % 2 === 0 ? floor : floor + 1;
}
