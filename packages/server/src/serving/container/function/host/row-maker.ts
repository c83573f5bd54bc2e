import type { Cell, Row } from '../function-module.ts';

/** Assigning to this name would not make a column of it. */
const prototypeName = '__proto__';

/** Gives the cell of a column, by its number. */
type CellAt = (at: number) => Cell;

/** Makes rows by the names of their columns. They share a hidden class, which `Object.fromEntries` does not give them. */
export function rowMaker(names: readonly string[]): (cellAt: CellAt) => Row {
  if (names.includes(prototypeName))
    return (cellAt) => Object.fromEntries(names.map((name, at) => [name, cellAt(at)] as const));
  return (cellAt) => {
    const row: Row = {};
    let at = 0;
    for (const name of names) row[name] = cellAt(at++);
    return row;
  };
}
