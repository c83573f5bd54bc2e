import { refuse, type Schema } from './schema.ts';

/** A list of values of one kind, separated by commas in a flag or a variable. */
export function list<Item>(item: Schema<Item>, { isEmptyAllowed = true } = {}): Schema<readonly Item[]> {
  const must = isEmptyAllowed ? 'a list' : 'a list that is not empty';
  return {
    kind: 'list',
    must,
    parse: (text) => text.split(',').map((part) => item.parse(part.trim())),
    check(value, place) {
      if (!Array.isArray(value) || (value.length === 0 && !isEmptyAllowed)) return refuse(place, must, value);
      return value.map((each: unknown, at) => item.check(each, [...place, at]));
    },
  };
}
