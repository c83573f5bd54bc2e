/** Position of the first greatest value, starting from element 0: a NaN there wins. Source: Spark `Vector.argmax`. */
export function argmax(values: Float64Array): number {
  let best = 0;
  for (let at = 1; at < values.length; at++) if (values[at] > values[best]) best = at;
  return best;
}
