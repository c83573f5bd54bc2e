import type { HandleInvalid } from '../../handle-invalid.ts';
import type { NodeContext } from '../../plan/node-context.ts';
import type { NumberRegister } from '../../plan/number-register.ts';
import { isWrittenSparse, type VectorRegister } from '../../plan/vector-register.ts';

/** What becomes of a null, and of a NaN in a column of numbers. */
export interface NullRule {
  readonly mode: HandleInvalid;
  /** How many NaNs a null of each column becomes under `keep`; -1 where nothing says. */
  readonly widths: readonly number[];
}

/** The columns to assemble, and the one that is made of them. */
export interface AssembledColumns {
  readonly inputs: readonly (NumberRegister | VectorRegister)[];
  readonly output: VectorRegister;
  /** Without one, as MLeap and Spark's default have it. */
  readonly nulls?: NullRule;
}

/** Puts the cells of a row one after the other. */
export class RowAssembler {
  readonly #context: NodeContext;
  readonly #inputs: AssembledColumns['inputs'];
  readonly #output: VectorRegister;
  readonly #nulls: NullRule | undefined;
  readonly #passesNaN: boolean;
  /** Rows of one table are mostly alike: each is begun in the form that the one before it ended in. */
  #wasSparse = true;
  constructor(context: NodeContext, { inputs, output, nulls }: AssembledColumns) {
    this.#context = context;
    this.#inputs = inputs;
    this.#output = output;
    this.#nulls = nulls;
    this.#passesNaN = nulls === undefined ? context.semantics === 'mleap' : nulls.mode === 'keep';
  }

  /** Writes and closes a row, in the form that it is compressed to. */
  write(row: number): void {
    if (this.#wasSparse && this.#gather(row)) return;
    this.#wasSparse = this.#assemble(row);
  }

  /**
   * Writes the row's nonzeros alone; closes it and says true if that is the form it is to have. If not, nothing has been
   * written: the row is to be assembled densely, where zeros keep their sign.
   */
  #gather(row: number): boolean {
    const output = this.#output;
    const base = output.length;
    let size = 0;
    let count = 0;
    for (const input of this.#inputs) {
      if (input.isNull(row)) return false;
      if (input.kind === 'vector') {
        count += gatherEntries(input, row, { output, count, size });
        size += input.sizes[row];
        continue;
      }
      const value = input.values[row];
      if (value !== value && !this.#passesNaN) return false;
      if (value !== 0) {
        output.room(count + 1);
        output.values[base + count] = value;
        output.indices[base + count++] = size;
      }
      size++;
    }
    if (!isWrittenSparse(size, count, output.sparseOverhead)) return false;
    output.closeSparse(size, count);
    return true;
  }

  /** Writes the row densely and closes it, compressed; says whether it became sparse. */
  #assemble(row: number): boolean {
    const inputs = this.#inputs;
    const output = this.#output;
    const passesNaN = this.#passesNaN;
    const base = output.length;
    let size = 0;
    let nonzeros = 0;
    for (let at = 0; at < inputs.length; at++) {
      const input = inputs[at];
      if (input.isNull(row)) {
        const width = this.#putNulls(row, at, size);
        size += width;
        nonzeros += width;
      } else if (input.kind === 'number') {
        output.room(size + 1);
        const value = input.values[row];
        output.values[base + size++] = value;
        if (value !== 0) nonzeros++;
        if (value !== value && !passesNaN) this.#refuseNaN(row, input);
      } else {
        const width = input.sizes[row];
        output.room(size + width);
        nonzeros += appendRow(input, row, { values: output.values, at: base + size });
        size += width;
      }
    }
    output.closeCompressed(size, nonzeros);
    return isWrittenSparse(size, nonzeros, output.sparseOverhead);
  }

  /** Refuses or drops the row, or puts NaNs behind `size` values; gives how many. */
  #putNulls(row: number, at: number, size: number): number {
    const input = this.#inputs[at];
    if (this.#nulls === undefined) {
      const message = 'VectorAssembler cannot take a null';
      this.#context.fail(row, { code: 'null_value', message, value: null, input });
      return 0;
    }
    const { mode, widths } = this.#nulls;
    if (mode === 'skip') this.#context.skip(row);
    else if (mode === 'error' || widths[at] < 0)
      this.#context.fail(row, { code: 'null_value', message: encountered('null'), value: null, input });
    const output = this.#output;
    const width = Math.max(widths[at], 0);
    output.room(size + width);
    output.values.fill(Number.NaN, output.length + size, output.length + size + width);
    return width;
  }

  #refuseNaN(row: number, input: NumberRegister): void {
    if (this.#nulls?.mode === 'skip') return this.#context.skip(row);
    const message =
      this.#nulls === undefined ? 'VectorAssembler refuses a NaN (handleInvalid error)' : encountered('NaN');
    this.#context.fail(row, { code: 'invalid_value', message, value: Number.NaN, input });
  }
}

/** What of a row has been gathered: `count` nonzeros of `size` values. */
interface Gathered {
  readonly output: VectorRegister;
  readonly count: number;
  readonly size: number;
}

/** Appends a row's nonzeros behind those that were gathered, and returns how many they are. */
function gatherEntries(input: VectorRegister, row: number, { output, count, size }: Gathered): number {
  const start = input.starts[row];
  const end = input.starts[row + 1];
  output.room(count + end - start);
  const { values, indices } = output;
  const begin = output.length + count;
  const isSparse = input.sparse[row] !== 0;
  let to = begin;
  for (let from = start; from < end; from++) {
    const value = input.values[from];
    if (value === 0) continue;
    values[to] = value;
    indices[to++] = size + (isSparse ? input.indices[from] : from - start);
  }
  return to - begin;
}

/** Writes a row densely into `values`, from `at` on, and returns how many of its values are not zero. */
function appendRow(
  input: VectorRegister,
  row: number,
  { values: target, at }: { readonly values: Float64Array; readonly at: number },
): number {
  const { values, indices, starts, sizes } = input;
  const start = starts[row];
  const end = starts[row + 1];
  let nonzeros = 0;
  if (input.sparse[row] === 0) {
    for (let from = start, to = at; from < end; from++, to++) {
      const value = values[from];
      target[to] = value;
      if (value !== 0) nonzeros++;
    }
    return nonzeros;
  }
  for (let to = at, last = at + sizes[row]; to < last; to++) target[to] = 0;
  for (let from = start; from < end; from++) {
    const value = values[from];
    target[at + indices[from]] = value;
    if (value !== 0) nonzeros++;
  }
  return nonzeros;
}

const encountered = (what: string) =>
  `Encountered ${what} while assembling a row with handleInvalid = "error". Consider removing ${what}s from dataset or using handleInvalid = "keep" or "skip".`;
