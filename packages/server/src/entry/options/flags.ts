import { own } from '@catenary/scoring/internal/names';
import { plainDoc } from './plain-doc.ts';
import { optionTable, type RawServerOptions } from './server-options.ts';

/** An option's flag: a row of a table of flags of a command. What it is given is checked by `readFlags`. */
export interface OptionFlag {
  /** As commander has it: `--host <address>` */
  readonly flag: string;
  readonly doc: string;
  readonly isThere: false;
}

/** The flags of these options, by the options' names; of all that have one if none is named. */
export function optionFlags<Name extends string>(...names: readonly Name[]): Readonly<Record<Name, OptionFlag>> {
  const rows = Object.entries(optionTable).flatMap(([name, row]) => {
    if (row.flag === undefined || !(names.length === 0 || names.some((named) => named === name))) return [];
    const doc = plainDoc(row.doc);
    const usual = row.schema.kind === 'boolean' ? '' : ` (default: ${row.defaultText ?? String(row.default)})`;
    return [[name, { flag: row.flag, doc: `${doc}${usual}`, isThere: false }] as const];
  });
  // Each of the names is that of a row with a flag.
  return Object.fromEntries(rows) as Record<Name, OptionFlag>;
}

/** Reads the options among a command's flags, as commander names them. Throws `OptionError` for one that cannot be. */
export function readFlags(flags: object): RawServerOptions {
  const read = Object.entries(optionTable).flatMap(([name, { flag, schema }]) => {
    const value = own(flags as Readonly<Record<string, unknown>>, name);
    if (flag === undefined || value === undefined) return [];
    const [place = flag] = flag.split(' ');
    return [[name, schema.check(typeof value === 'string' ? schema.parse(value) : value, [place])]];
  });
  return Object.fromEntries(read) as RawServerOptions;
}
