import type { Cell } from '../analysis/column-profile.ts';
import type { Row } from '../analysis/data-profile.ts';

/** The cell of a row that an attribute means: a column's name, a path in JSON (`$.predictions[0].score`), or a position from 0. */
export function cellAt(row: Row, attribute: string): Cell {
  if (row.has(attribute)) return row.get(attribute);
  const path = attribute.replace(/^\$\.?/, '').replaceAll(/\[(\d{1,6})\]/g, '.$1');
  const name = path.startsWith('.') ? path.slice(1) : path;
  if (row.has(name)) return row.get(name);
  return /^\d{1,6}$/.test(name) ? [...row.values()][Number(name)] : undefined;
}
