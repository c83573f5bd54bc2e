import type { ColumnScope } from './column-scope.ts';
import type { PortColumns } from './stage-form.ts';

/** The ports `input0`, `input1` ... wired to columns. */
export function inputPorts(columns: ColumnScope, names: readonly string[]): PortColumns {
  return Object.fromEntries(names.map((name, at) => [`input${at}`, columns.read(name)]));
}
