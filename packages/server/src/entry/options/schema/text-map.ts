import { refuse, type Schema } from './schema.ts';
import type { TextRule } from './text.ts';

/** Texts by names, both of which keep to a rule. */
export function textMap(name: TextRule, value: TextRule): Schema<Readonly<Record<string, string>>> {
  const must = 'an object of texts';
  return {
    kind: 'record',
    must,
    parse: (text) => text,
    check(given, place) {
      if (typeof given !== 'object' || given === null || Array.isArray(given)) return refuse(place, must, given);
      const checked = Object.entries(given).map(([key, text]): [string, string] => {
        if (!name.test(key)) refuse([...place, key], `named ${name.must}`, key);
        return typeof text === 'string' && value.test(text) ? [key, text] : refuse([...place, key], value.must, text);
      });
      return Object.fromEntries(checked);
    },
  };
}
