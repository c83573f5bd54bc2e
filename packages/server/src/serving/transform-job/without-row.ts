import type { FailureDetail } from './record-failure.ts';

/**
 * A failure without the row that the container named: the record was one of several in its request, or stood alone, and
 * the job adds its number in the object.
 */
export function withoutRow(detail: FailureDetail): FailureDetail {
  return { ...detail, message: strip(detail.message), body: strip(detail.body) };
}

/** `(row 3, column "x")`, `(row 3)`, `Row 3, column 1 is ...`, `Row 3: ...`, `Row 3 has ...`. */
function strip(text: string): string {
  return text
    .replace(/ ?\(row \d+\)/, '')
    .replace(/\(row \d+, /, '(')
    .replace(/\b[Rr]ow \d+, column/, 'Column')
    .replace(/\b[Rr]ow \d+: /, '')
    .replace(/\b[Rr]ow \d+(?= )/, 'The row');
}
