import type { Columns, Dense, Row, Rows, Sparse } from './rows.ts';

/** Which of the forms rows have; nothing is checked but what distinguishes them. */
export function isDense(rows: Rows): rows is Dense {
  return !Array.isArray(rows) && typeof (rows as Dense).columns === 'number' && !('starts' in rows);
}

export function isSparse(rows: Rows): rows is Sparse {
  return !Array.isArray(rows) && 'starts' in rows && 'indices' in rows && 'absent' in rows && 'values' in rows;
}

/** How many rows there are, of rows that have not been checked: 0 where they cannot be counted. */
export function countRows(rows: Rows): number {
  if (typeof rows !== 'object' || rows === null) return 0;
  if (Array.isArray(rows)) return rows.length;
  if (isSparse(rows)) return Math.max(0, (rows.starts?.length ?? 1) - 1);
  if (isDense(rows)) return rows.columns > 0 ? Math.floor((rows.values?.length ?? 0) / rows.columns) : 0;
  const [first] = Object.values(rows as Columns);
  return first?.length ?? 0;
}

/** Rows `start` to `end` (exclusive). */
export function sliceRows(rows: Rows, start: number, end: number): Rows {
  if (Array.isArray(rows)) return (rows as readonly Row[]).slice(start, end);
  if (isSparse(rows)) return { ...rows, starts: rows.starts.subarray(start, end + 1) };
  if (isDense(rows)) {
    const { values, columns } = rows;
    return { values: values.subarray(start * columns, end * columns), columns };
  }
  const columns = rows as Columns;
  return Object.fromEntries(Object.entries(columns).map(([name, cells]) => [name, cells.slice(start, end)]));
}
