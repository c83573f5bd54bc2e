import { ScoringError } from '../../scoring-error.ts';
import { type DenseStep, isRowStep } from './dense-steps.ts';
import { runPlainSteps } from './run-plain-steps.ts';
import { runGroupedSteps } from './wasm/run-grouped-steps.ts';

/** Below this many rows, or this many multiplications a row, laying out rows for the kernels costs more than they save. */
const MIN_ROWS = 8;
const MIN_WORK = 64;

/**
 * Runs the steps over `rowCount` rows of `columns` doubles, row-major, and gives the rows that come out, row-major.
 * The answer to a row is the same, to the last bit, alone and among others, with WebAssembly and without.
 * Throws `wrong_size` where the rows are not as wide as the first step takes, `bad_model` where a step does not take what
 * the one before gives or its arrays have other lengths than it says.
 */
export function runDenseSteps(
  values: Float64Array,
  rowCount: number,
  columns: number,
  steps: readonly DenseStep[],
): Float64Array {
  const { work, isEmpty } = measure(columns, steps);
  const isSmall = rowCount < MIN_ROWS || work < MIN_WORK || isEmpty;
  const answer = isSmall ? undefined : runGroupedSteps(values, rowCount, columns, steps);
  return answer ?? runPlainSteps(values, rowCount, columns, steps);
}

/** Multiplications a row, and whether some table has no cells. */
function measure(columns: number, steps: readonly DenseStep[]): { work: number; isEmpty: boolean } {
  let width = columns;
  let work = 0;
  let isEmpty = columns === 0;
  for (const step of steps) {
    if (!isRowStep(step)) continue;
    const { inputs, outputs, weights } = step;
    if (inputs !== width) throw mismatch(columns, inputs, width);
    if (weights.length !== inputs * outputs || (step.kind === 'affine' && step.biases.length !== outputs))
      throw new ScoringError('bad_model', `The model's weights are not ${outputs} times ${inputs}.`);
    width = outputs;
    work += inputs * outputs;
    isEmpty ||= outputs === 0;
  }
  return { work, isEmpty };
}

function mismatch(columns: number, inputs: number, width: number): ScoringError {
  if (width === columns)
    return new ScoringError('wrong_size', `The input has ${columns} columns; the model was fitted on ${inputs}.`);
  return new ScoringError(
    'bad_model',
    `A layer of the model takes ${inputs} cells where the one before gives ${width}.`,
  );
}
