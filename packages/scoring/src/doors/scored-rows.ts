import { ScoringError } from '../scoring-error.ts';
import { nearestName } from '../util/nearest-name.ts';
import type { AnswerColumn } from './answer-column.ts';
import type { Scored } from './engine.ts';
import type { Answer, Result, RowError } from './result.ts';
import type { Dense, Value } from './rows.ts';

/** What a model has scored, as the answer to rows. */
export class ScoredRows implements Result {
  readonly rows: number;
  readonly names: readonly string[];
  readonly errors: readonly RowError[];
  readonly #columns: readonly AnswerColumn[];
  readonly #labels: readonly string[] | undefined;

  /** `labels`: what the positions of the column `probability` are called. `errors` are those of rows that are null. */
  constructor({ columns, rowCount }: Scored, labels: readonly string[] | undefined, errors: readonly RowError[] = []) {
    this.#columns = columns;
    this.#labels = labels;
    this.rows = rowCount;
    this.names = columns.map(({ name }) => name);
    this.errors = errors;
  }

  column(name: string): Float64Array | readonly Value[] {
    const column = this.#find(name);
    return column.numbers() ?? Array.from({ length: this.rows }, (_none, row) => this.#cell(column, row));
  }

  dense(name: string): Dense {
    const block = this.#find(name).block();
    if (block !== undefined) return block;
    throw new ScoringError(
      'wrong_type',
      `The column "${name}" has no numbers of one count a row; read it with column().`,
      { column: name, expected: 'numbers, or vectors of one size' },
    );
  }

  toRows(): Answer[] {
    return Array.from({ length: this.rows }, (_none, row) => this.row(row));
  }

  /** The answer to one row. */
  row(row: number): Answer {
    const answer: Record<string, Value> = {};
    for (const column of this.#columns) setOwn(answer, column.name, this.#cell(column, row));
    return answer;
  }

  #cell(column: AnswerColumn, row: number): Value {
    const cell = column.cell(row);
    if (this.#labels === undefined || column.name !== 'probability' || !Array.isArray(cell)) return cell;
    // A perceptron that saw one label answers two probabilities.
    if (cell.length !== this.#labels.length) return cell;
    return Object.fromEntries(this.#labels.map((label, place) => [label, cell[place] ?? null]));
  }

  #find(name: string): AnswerColumn {
    const column = this.#columns.find((one) => one.name === name);
    if (column !== undefined) return column;
    throw new ScoringError('missing_column', `The answer has no column "${name}"${nearestName(name, this.names)}`, {
      column: name,
    });
  }
}

/** A column may be called `__proto__`. */
function setOwn(answer: Record<string, Value>, name: string, value: Value): void {
  if (name === '__proto__') Object.defineProperty(answer, name, { value, enumerable: true, configurable: true });
  else answer[name] = value;
}
