import { StageFailure } from '../../invocation/stage-failure.ts';
import type { BlockPlan } from './block-plan.ts';
import { detailOf, type FailureDetail } from './record-failure.ts';

/** Why a record failed. Where records are rows, the job says which of them it was: the container's own count is that of a request. */
export function rowlessDetail(error: Error, { splitType }: Pick<BlockPlan, 'splitType'>): FailureDetail {
  const isRow = splitType !== 'None' && error instanceof StageFailure && error.place?.row !== undefined;
  return isRow ? withoutRow(detailOf(error)) : detailOf(error);
}

/**
 * A failure without the row that the container named: the record was one of several in its request, or stood alone, and
 * the job adds its number in the object.
 */
export function withoutRow(detail: FailureDetail): FailureDetail {
  return { ...detail, message: textWithoutRow(detail.message), body: textWithoutRow(detail.body) };
}

/** Takes the number from `(row 3, column "x")`, `(row 3)`, `Row 3, column 1 is ...`, `Row 3: ...`, `Row 3 has ...`. */
export function textWithoutRow(text: string): string {
  return text
    .replace(/ ?\(row \d+\)/, '')
    .replace(/\(row \d+, /, '(')
    .replace(/\b[Rr]ow \d+, column/, 'Column')
    .replace(/\b[Rr]ow \d+: /, '')
    .replace(/\b[Rr]ow \d+(?= )/, 'The row');
}
