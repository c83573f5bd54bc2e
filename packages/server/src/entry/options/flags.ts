import { own } from '@catenary/scoring/internal/names';
import { plainDoc } from './plain-doc.ts';
import { optionTable, type RawServerOptions } from './server-options.ts';

/** A flag of a command as commander takes it. */
export interface OptionFlag {
  /** `--host <address>` */
  readonly flag: string;
  readonly about: string;
}

/** The flags of these options; of all that have one by default. */
export function optionFlags(names: readonly string[] = Object.keys(optionTable)): readonly OptionFlag[] {
  return names.flatMap((name) => {
    const row = own(optionTable, name);
    if (row?.flag === undefined) return [];
    const hasValue = row.schema.kind !== 'boolean';
    const doc = plainDoc(row.doc);
    const about = hasValue ? `${doc} (default: ${row.defaultText ?? String(row.default)})` : doc;
    return [{ flag: row.flag, about }];
  });
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
