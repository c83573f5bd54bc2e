/**
 * One step of a calculation over rows of doubles: each row of `inputs` cells becomes one of `outputs` cells. Linear models,
 * perceptrons, kernel machines and projections are a few of them in a row.
 */
export type DenseStep = RowStep | CellStep;

/** `affine`: row times each function plus its bias. `distances`: squared Euclidean distance from each point. */
export type RowStep = {
  readonly inputs: number;
  readonly outputs: number;
  /** A row of `inputs` weights for each function, or the points. */
  readonly weights: Float64Array;
} & ({ readonly kind: 'affine'; readonly biases: Float64Array } | { readonly kind: 'distances' });

/** `relu`: max(x, 0). `logistic`: 1 / (1 + e^-x). `exp`: e^(factor x). `map`: any function of one cell. */
export type CellStep =
  | { readonly kind: 'relu' | 'logistic' | 'tanh' }
  | { readonly kind: 'exp'; readonly factor: number }
  | { readonly kind: 'map'; readonly map: (x: number) => number };

/** Whether a step takes whole rows. */
export function isRowStep(step: DenseStep): step is RowStep {
  return step.kind === 'affine' || step.kind === 'distances';
}
