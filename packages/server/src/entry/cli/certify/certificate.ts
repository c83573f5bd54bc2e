import type { Parity } from './compare-answers.ts';

/** What `catenary certify` found out. */
export interface Certificate {
  readonly model: string;
  /** Largest relative difference that is allowed. */
  readonly tolerance: number;
  readonly parity: Parity;
  /** The input of the first differing row. */
  readonly firstInput?: string;
  /** Everything that was computed for it. */
  readonly firstAnswer?: unknown;
}

/** The certificate as it is printed. */
export function certificateLines({ model, tolerance, parity, firstInput, firstAnswer }: Certificate): string[] {
  const { rows, columns, differingRows, first } = parity;
  const lines = [
    `model: ${model}`,
    `rows compared: ${rows}`,
    `tolerance: ${tolerance} of the expected number (and 1e-15 of its column's largest); texts, nulls and errors exactly`,
    'column: largest absolute difference, largest relative difference, rows that differ',
    ...columns.map(
      (column) => `  ${column.name}: ${column.largestAbsolute}, ${column.largestRelative}, ${column.differingRows}`,
    ),
  ];
  if (first === undefined) return [...lines, 'PASSED'];
  return [
    ...lines,
    `first differing row: ${first.row + 1}, in ${first.column}`,
    `  expected ${JSON.stringify(first.expected)}`,
    `  got      ${JSON.stringify(first.got)}`,
    ...(firstInput === undefined ? [] : [`  input    ${firstInput}`]),
    ...(firstAnswer === undefined ? [] : [`  columns  ${JSON.stringify(firstAnswer)}`]),
    `FAILED: ${differingRows} of ${rows} rows differ`,
  ];
}
