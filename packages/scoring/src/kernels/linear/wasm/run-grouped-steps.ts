import { cells, MemoryPlan } from '../../wasm/layout.ts';
import { type CellStep, type DenseStep, isRowStep, type RowStep } from '../dense-steps.ts';
import { mapCells } from '../run-plain-steps.ts';
import { type LinearKernel, linearKernel, WORKSPACE } from './linear-kernel.ts';
import { GROUP_BYTES } from './linear-module.ts';
import { GROUP_ROWS, packGroups, packQuads, roundToQuads, unpackGroups } from './row-groups.ts';

/** Rows that go through all steps together, fewer where steps are so wide that their cells would leave the cache. */
const BLOCK_ROWS = 64;
const BLOCK_CELLS = 2 ** 16;

/** Where the parts stand in the memory, in bytes. */
interface Layout {
  /** Two blocks of rows: each step reads one and writes the other. */
  readonly blocks: readonly [number, number];
  readonly blockRows: number;
  /** Quads of each row step, biases behind them. */
  readonly weights: readonly number[];
  readonly end: number;
}

/**
 * The steps by the kernels, block by block of rows; undefined where there are none, or the weights take too much room.
 * To the bit what `runPlainSteps` gives.
 */
export function runGroupedSteps(
  values: Float64Array,
  rowCount: number,
  columns: number,
  steps: readonly DenseStep[],
): Float64Array | undefined {
  const layout = layOut(rowCount, columns, steps);
  const kernel = linearKernel(layout.end - WORKSPACE);
  if (kernel === undefined) return undefined;
  steps.forEach((step, at) => {
    if (isRowStep(step)) writeWeights(kernel, step, layout.weights[at]);
  });
  const outputs = steps.reduce((width, step) => (isRowStep(step) ? step.outputs : width), columns);
  const answer = new Float64Array(rowCount * outputs);
  for (let first = 0; first < rowCount; first += layout.blockRows) {
    const rows = Math.min(layout.blockRows, rowCount - first);
    packGroups(values, first * columns, { rows, columns, lanes: GROUP_ROWS }, kernel.doubles, layout.blocks[0] / 8);
    const { block, width } = runBlock(kernel, layout, Math.ceil(rows / GROUP_ROWS), columns, steps);
    unpackGroups(kernel.doubles, block / 8, { rows, columns: outputs, width }, answer, first * outputs);
  }
  return answer;
}

function layOut(rowCount: number, columns: number, steps: readonly DenseStep[]): Layout {
  const widths = steps.map((step) => (isRowStep(step) ? roundToQuads(step.outputs) : 0));
  const widest = Math.max(columns, ...widths);
  const most = Math.min(BLOCK_ROWS, rowCount, Math.floor(BLOCK_CELLS / widest));
  const blockRows = Math.max(1, Math.ceil(most / GROUP_ROWS)) * GROUP_ROWS;
  const plan = new MemoryPlan(WORKSPACE);
  const take = (count: number) => plan.take(cells(count, 8)).start;
  const blocks = [take(blockRows * widest), take(blockRows * widest)] as const;
  const weights = steps.map((step, at) => take(isRowStep(step) ? widths[at] * (step.inputs + 1) : 0));
  return { blocks, blockRows, weights, end: plan.end };
}

function writeWeights({ doubles }: LinearKernel, step: RowStep, start: number): void {
  const cells = packQuads(step.weights, step.outputs, step.inputs, doubles, start / 8);
  const biases = start / 8 + cells;
  doubles.fill(0, biases, biases + roundToQuads(step.outputs));
  if (step.kind === 'affine') doubles.set(step.biases, biases);
}

/** Takes the rows in the first block through all steps; says in which block they end, and how wide its groups are. */
function runBlock(
  kernel: LinearKernel,
  layout: Layout,
  groups: number,
  columns: number,
  steps: readonly DenseStep[],
): { block: number; width: number } {
  let [from, to] = layout.blocks;
  let width = columns;
  steps.forEach((step, at) => {
    if (!isRowStep(step)) {
      const end = from + groups * width * GROUP_BYTES;
      runCellStep(kernel, from, end, step);
      return;
    }
    const outputs = roundToQuads(step.outputs);
    const weights = layout.weights[at];
    const weightsEnd = weights + outputs * step.inputs * 8;
    const run = step.kind === 'affine' ? kernel.products : kernel.distances;
    const [rowsEnd, groupBytes] = [from + groups * width * GROUP_BYTES, width * GROUP_BYTES];
    run(from, rowsEnd, groupBytes, weights, weightsEnd, step.inputs * 32, to, outputs * GROUP_BYTES, weightsEnd);
    width = outputs;
    [from, to] = [to, from];
  });
  return { block: from, width };
}

/** In place, from one byte address to another. */
function runCellStep(kernel: LinearKernel, from: number, end: number, step: CellStep): void {
  const { doubles } = kernel;
  switch (step.kind) {
    case 'relu':
      return kernel.clampBelow(from, end);
    case 'logistic':
      return kernel.logistics(from, end, 0);
    case 'tanh':
      return kernel.tangents(from, end, 0);
    case 'exp':
      for (let at = from / 8; at < end / 8; at++) doubles[at] *= step.factor;
      return kernel.exponentials(from, end, 0);
    case 'map':
      return mapCells(doubles.subarray(from / 8, end / 8), step);
  }
}
