import { nearestWord, own } from '@catenary/scoring/internal/names';
import { OptionError } from '../option-error.ts';
import { refuse, type Schema } from './schema.ts';

/** The members of a record, each with what it may be. */
export type RecordFields<Value> = { readonly [Name in keyof Value]-?: Schema<NonNullable<Value[Name]>> };

export interface RecordRules<Value> {
  readonly required: readonly (keyof Value & string)[];
  /** What members say together that they must not; completes "images.0 ...". */
  readonly fault?: (value: Value) => string | undefined;
}

/** A record of some members and no others. */
export function record<Value extends object>(fields: RecordFields<Value>, rules: RecordRules<Value>): Schema<Value> {
  const names = Object.keys(fields);
  const must = `an object with ${rules.required.join(', ')}`;
  return {
    kind: 'record',
    must,
    parse: (text) => text,
    check(value, place) {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse(place, must, value);
      const members = Object.entries(value).filter(([, member]) => member !== undefined);
      const checked = new Map<string, unknown>();
      for (const [name, member] of members) {
        const schema = own(fields as Readonly<Record<string, Schema<unknown>>>, name);
        if (schema === undefined)
          throw new OptionError(describeUnknown([...place, name].join('.'), name, names), place);
        checked.set(name, schema.check(member, [...place, name]));
      }
      const missing = rules.required.find((name) => !checked.has(name));
      if (missing !== undefined) throw new OptionError(`${place.join('.')} needs ${missing}`, place);
      // Each member was checked by the schema of its name, and those that must be there are.
      const result = Object.fromEntries(checked) as Value;
      const fault = rules.fault?.(result);
      if (fault !== undefined) throw new OptionError(`${place.join('.')} ${fault}`, place);
      return result;
    },
  };
}

/** `images.0.comand is not an option; use command`. */
export function describeUnknown(shown: string, name: string, known: readonly string[]): string {
  const nearest = nearestWord(name, known);
  const instead = nearest === undefined ? `there are ${known.join(', ')}` : `use ${nearest}`;
  return `${shown.slice(0, 200)} is not an option; ${instead}`;
}
