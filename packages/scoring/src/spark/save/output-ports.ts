import type { ColumnInfo, ColumnScope } from './column-scope.ts';
import type { Params } from './params.ts';
import type { PortColumns } from './stage-form.ts';

/** A port, the parameter that names its column, and what is known of the column. */
export interface OutputPort {
  readonly port: string;
  readonly param: string;
  readonly info: ColumnInfo;
  /** How many values the column has, if it is a nominal one. */
  readonly levels?: number;
}

/** The ports whose parameters name a column: only those are made. */
export function outputPorts(params: Params, columns: ColumnScope, ports: readonly OutputPort[]): PortColumns {
  const wired: [string, string][] = [];
  for (const { port, param, info, levels } of ports) {
    const name = params.string(param, '');
    if (name === '') continue;
    const known = levels === undefined ? info : { ...info, slots: [{ name, levels }] };
    wired.push([port, columns.write(name, known)]);
  }
  return Object.fromEntries(wired);
}
