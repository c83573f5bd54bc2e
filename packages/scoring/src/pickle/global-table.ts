import type { GlobalRule } from './pickle-object.ts';

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
