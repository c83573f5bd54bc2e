import { defined } from '../util/defined.ts';
import type { AnswerColumn } from './answer-column.ts';
import type { Output, Scored } from './engine.ts';
import type { RowError } from './result.ts';
import type { Dense } from './rows.ts';

/** Answers to the rows from `start` on. */
export interface AnswerPart {
  readonly start: number;
  readonly answer: Scored;
}

/** What the whole is. */
interface Whole {
  readonly rowCount: number;
  /** Its columns where there is no part. */
  readonly outputs: readonly Output[];
  /** Of the rows that have no answer. */
  readonly errors: readonly RowError[];
}

/** Parts of one answer as one; rows that have no answer are null, and NaN among numbers. */
export function joinAnswers(parts: readonly AnswerPart[], { rowCount, outputs, errors }: Whole): Scored {
  const [first] = parts;
  if (first !== undefined && errors.length === 0) return first.answer;
  const failed = new Set(errors.map(({ row }) => row));
  /** By row: the part that answers it, if one does. */
  const partOf: (AnswerPart | undefined)[] = Array.from({ length: rowCount });
  for (const part of parts)
    for (let row = part.start; row < part.start + part.answer.rowCount; row++) if (!failed.has(row)) partOf[row] = part;
  return { rowCount, columns: (first?.answer.columns ?? outputs).map(({ name }, at) => joinColumn(name, at, partOf)) };
}

function joinColumn(name: string, at: number, partOf: readonly (AnswerPart | undefined)[]): AnswerColumn {
  const columnOf = (part: AnswerPart) => defined(part.answer.columns[at]);
  const isNumbers = partOf.some((part) => part && columnOf(part).numbers() !== undefined);
  const block = () => joinBlocks(partOf, columnOf);
  return {
    name,
    cell: (row) => {
      const part = partOf[row];
      return part === undefined ? null : columnOf(part).cell(row - part.start);
    },
    numbers: () => (isNumbers ? (block()?.values as Float64Array | undefined) : undefined),
    block,
  };
}

function joinBlocks(
  partOf: readonly (AnswerPart | undefined)[],
  columnOf: (part: AnswerPart) => AnswerColumn,
): Dense | undefined {
  const blocks = new Map(partOf.flatMap((part) => (part ? [[part, columnOf(part).block()] as const] : [])));
  const columns = [...blocks.values()][0]?.columns;
  if (columns === undefined) return undefined;
  const values = new Float64Array(partOf.length * columns).fill(Number.NaN);
  for (const [row, part] of partOf.entries()) {
    if (part === undefined) continue;
    const block = blocks.get(part);
    if (block?.columns !== columns) return undefined;
    const start = (row - part.start) * columns;
    values.set(block.values.subarray(start, start + columns), row * columns);
  }
  return { values, columns };
}
