import type { Rejection } from '../../frame/frame.ts';
import { ScoringError } from '../../scoring-error.ts';
import type { RowFailure } from './row-failure.ts';

/** Where a kernel stands when a row fails. */
export interface FailurePlace {
  readonly column: string;
  readonly node: string;
  readonly op: string;
}

/**
 * The rows of the current run that have no answer. The first thing that goes wrong with a row counts; later kernels
 * run over it all the same (its cells hold no meaning), so that their loops need no test.
 */
export class RowFailures {
  #rejections = new Map<number, Rejection>();

  reset(): void {
    if (this.#rejections.size > 0) this.#rejections = new Map();
  }

  get rejections(): ReadonlyMap<number, Rejection> | undefined {
    return this.#rejections.size === 0 ? undefined : this.#rejections;
  }

  has(row: number): boolean {
    return this.#rejections.size > 0 && this.#rejections.has(row);
  }

  skip(row: number): void {
    if (!this.#rejections.has(row)) this.#rejections.set(row, { kind: 'skipped' });
  }

  /** `message` is completed by the row (counted from 1, as a reader of a file does) and the column. */
  fail(row: number, { code, message, value }: Omit<RowFailure, 'input'>, place: FailurePlace): void {
    if (this.#rejections.has(row)) return;
    const { column, node, op } = place;
    const where = `${message.replace(/\.$/, '')} (row ${row + 1}, column "${column}")`;
    this.#rejections.set(row, {
      kind: 'failed',
      error: new ScoringError(code, where, { row, column, value, node, op }),
    });
  }

  adopt(rejections: ReadonlyMap<number, Rejection> | undefined): void {
    for (const [row, rejection] of rejections ?? []) this.#rejections.set(row, rejection);
  }
}
