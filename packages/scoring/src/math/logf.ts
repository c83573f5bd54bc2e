const bits = new Uint32Array(1);
const value = new Float32Array(bits.buffer);

/** For 16 parts of [0.7, 1.4): 1 / c and ln c of a number c in the middle. */
const inverses = Float64Array.of(
  1.398907162146528,
  1.3403141896637998,
  1.286432210124115,
  1.2367150214269895,
  1.1906977166711752,
  1.1479821020556429,
  1.1082251448272158,
  1.0711297413057381,
  1.036437278977283,
  1,
  0.9492859795739057,
  0.8951049428609004,
  0.8476821620351103,
  0.8050314851692001,
  0.7664671008843108,
  0.731428603316328,
);
/** One of them is a unit in the last place beside glibc's, which changes the answer to no float32. */
const logarithms = inverses.map((inverse) => -Math.log(inverse));

const A0 = -0.25089342214237154;
const A1 = 0.333456765744066;
const A2 = -0.4999997485802103;

/** Bits of the float32 that the parts begin with, about 0.7. */
const START = 0x3f330000;

/**
 * ln x in float32 for a positive float32 `x`, bit for bit as glibc (2.27 and later) computes `logf`: x = 2^k z, and with
 * r = z / c - 1 a polynomial in double. It is not the correctly rounded result in about one case of a thousand.
 * Source: the algorithm and constants of glibc's `sysdeps/ieee754/flt-32/e_logf.c` (Arm optimized routines).
 */
export function logf(x: number): number {
  if (!(x >= 2 ** -126 && x < Infinity) || x === 1) return Math.fround(Math.log(x));
  value[0] = x;
  const offset = (bits[0] - START) | 0;
  const part = (offset >>> 19) & 15;
  bits[0] -= offset & 0xff800000;
  const r = value[0] * inverses[part] - 1;
  const start = logarithms[part] + (offset >> 23) * Math.LN2;
  return Math.fround((A0 * (r * r) + (A1 * r + A2)) * (r * r) + (start + r));
}
