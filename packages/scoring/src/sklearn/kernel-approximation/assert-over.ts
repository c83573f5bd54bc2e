import type { Matrix } from '../../frame/table.ts';
import { ScoringError } from '../../scoring-error.ts';
import type { Fitted } from '../fitted.ts';

export function assertOver({ columns, values }: Matrix, limit: number, fitted: Fitted): void {
  const at = values.findIndex((value) => value <= limit);
  if (at < 0) return;
  const [row, column, value] = [Math.floor(at / columns), at % columns, values[at]];
  throw new ScoringError(
    'invalid_value',
    `Row ${row + 1}, column ${column}: ${value} is too small for ${fitted.className}.`,
    { row, column, value },
  );
}
