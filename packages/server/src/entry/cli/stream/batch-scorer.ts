import { ScoringError } from '@catenary/scoring/internal/frame';
import {
  answersOf,
  type Columns,
  type Method,
  type Model,
  type Output,
  type Rows,
  takesOutputs,
} from '@catenary/scoring/internal/library';
import { present } from '@catenary/scoring/internal/values';
import { tableFromIPC, tableToIPC } from '@uwdata/flechette';
import { readTable } from './read-table.ts';
import { writeTable } from './write-table.ts';

/** What is asked of a chain: a method of its last model, and some of the columns that it answers. */
export interface Asked {
  readonly method?: string;
  readonly outputs?: readonly string[];
}

/** A chain of models over batches of Arrow. */
export class BatchScorer {
  readonly #model: Model;
  readonly #outputs: readonly Output[];
  readonly #options: { readonly method?: Method; readonly outputs?: readonly string[] };

  constructor(model: Model, { method: asked, outputs }: Asked) {
    this.#model = model;
    const method = asked === undefined ? undefined : methodOf(model, asked);
    const wanted = takesOutputs(model) ? outputs : undefined;
    const made = answersOf(model, method, wanted);
    this.#outputs = outputs?.map((name) => outputOf(made, name)) ?? made;
    this.#options = present({ method, outputs: wanted });
  }

  /** Columns that the chain reads. */
  get inputs(): readonly string[] {
    return this.#model.inputs.map(({ name }) => name);
  }

  /** The answers to a batch, in the form of the batch. Throws `ScoringError` for what is wrong with its columns. */
  answer(batch: Uint8Array): Uint8Array {
    const table = tableFromIPC(batch, { useBigInt: true });
    const rows = this.#rowsOf(readTable(table), table.numRows);
    const result = this.#model.predict(rows, { ...this.#options, bad: 'collect' });
    const bytes = tableToIPC(writeTable(result, this.#outputs), { format: 'stream' });
    if (bytes === null) throw new Error('The table of answers was not written.');
    return bytes;
  }

  /** Columns of which the model knows none are numbers by position, as a CSV without a header has them. */
  #rowsOf(columns: Columns, rowCount: number): Rows {
    const names = Object.keys(columns);
    const { inputs } = this.#model;
    if (inputs.length === 0 || inputs.some(({ name }) => names.includes(name))) return columns;
    const values = new Float64Array(rowCount * names.length);
    Object.entries(columns).forEach(([name, cells], at) => {
      for (let row = 0; row < rowCount; row++)
        values[row * names.length + at] = numberOf(cells[row] ?? null, name, row);
    });
    return { values, columns: names.length };
  }
}

function methodOf(model: Model, name: string): Method {
  const found = model.methods.find((method) => method === name);
  if (found !== undefined) return found;
  throw new ScoringError('bad_input', `The model has no method "${name}"; it has ${model.methods.join(', ')}.`);
}

function outputOf(made: readonly Output[], name: string): Output {
  const found = made.find((output) => output.name === name);
  if (found !== undefined) return found;
  const names = made.map((output) => output.name).join(', ');
  throw new ScoringError('missing_column', `The answer has no column "${name}"; it has ${names}.`, { column: name });
}

function numberOf(cell: unknown, column: string, row: number): number {
  if (cell === null) return Number.NaN;
  if (typeof cell === 'number' || typeof cell === 'bigint' || typeof cell === 'boolean') return Number(cell);
  const text = `The model has no column "${column}", and takes none by position that is no number.`;
  throw new ScoringError('wrong_type', text, { column, row });
}
