import { own } from '@catenary/scoring/internal/names';
import type { Flag, FlagTable } from './flag.ts';

/**
 * The flags of a command, as commander gives them, with the values that they stand for and with defaults; those of no row as they are.
 * Throws `OptionError` with the flag, what it must be, and what it is.
 */
export function checkFlags(table: FlagTable, given: object): object {
  const values = Object.entries(table).flatMap(([name, row]) => {
    const value = checked(row, own(given as Readonly<Record<string, unknown>>, name));
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...given, ...Object.fromEntries(values) };
}

function checked({ flag, schema, default: usual }: Flag<unknown>, value: unknown): unknown {
  if (value === undefined) return usual;
  return typeof value === 'string' && schema !== undefined ? schema.check(schema.parse(value), [longOf(flag)]) : value;
}

/** `--follow` of `-f, --follow`, `--rate` of `--rate <n>` */
export const longOf = (flag: string): string => /--[\w-]+/.exec(flag)?.[0] ?? flag;
