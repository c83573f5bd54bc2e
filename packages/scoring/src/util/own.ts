/**
 * The property that a table itself has; undefined for a name that it only inherits, such as `constructor`. For names that
 * come from outside: a plain object has more of them than were put into it.
 */
export function own<Value>(table: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
