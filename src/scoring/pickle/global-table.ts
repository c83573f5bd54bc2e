import type { PickleGlobal, PickleObject } from './pickle-value.ts';
import type { PickleStream } from './pickle-stream.ts';

/** How a global that a pickle names is described. Rules are our code; they build data and call nothing by name. */
export interface GlobalRule {
  /**
   * What a call of the global leaves: the inert value for these arguments. Absent: the global may be named (as the type
   * of an attribute, say) but not called.
   */
  readonly construct?: (argumentsOfCall: readonly unknown[], global: PickleGlobal, stream: PickleStream) => unknown;
  /**
   * Takes the state that BUILD hands to an object of this global, and returns what stands in its place from then on.
   * Absent: the state is kept in `PickleObject.state`.
   */
  readonly build?: (object: PickleObject, state: unknown, stream: PickleStream) => unknown;
}

/** Finds the rule of a global; undefined refuses it, and with it the whole pickle. */
export type GlobalTable = (module: string, name: string) => GlobalRule | undefined;

/** A table from `module name` (as pickle's GLOBAL opcode spells it, with one space) to its rule. */
export function globalTable(rules: Readonly<Record<string, GlobalRule>>): GlobalTable {
  const byName = new Map(Object.entries(rules));
  return (module, name) => byName.get(`${module} ${name}`);
}

/** The first of the tables that knows a global decides. */
export function joinTables(...tables: readonly GlobalTable[]): GlobalTable {
  return (module, name) => {
    for (const table of tables) {
      const rule = table(module, name);
      if (rule !== undefined) return rule;
    }
    return undefined;
  };
}
