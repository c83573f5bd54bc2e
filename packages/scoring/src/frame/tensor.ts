/** A dense tensor cell of any rank: `values` in row-major order, as many as the dimensions multiply to. */
export interface Tensor {
  readonly dimensions: readonly number[];
  readonly values: readonly number[] | Float64Array;
}

export function isTensor(value: unknown): value is Tensor {
  return typeof value === 'object' && value !== null && 'dimensions' in value && 'values' in value;
}
