/**
 * A header's names as `pandas.read_csv` makes them, where the model has them so: `Unnamed: 2` of an empty name (counted from 0), and `a.1` of
 * a second `a`. Names that the model does not have stay as they are.
 */
export function pandasNames(names: readonly string[], known: readonly string[] | undefined): readonly string[] {
  const made = known === undefined ? undefined : madeByPandas(names);
  if (made === undefined) return names;
  const wanted = new Set(known);
  return names.map((name, at) => {
    const other = made[at];
    return other !== undefined && wanted.has(other) ? other : name;
  });
}

/** All of a header's names as pandas makes them; undefined where it leaves them. */
export function madeByPandas(names: readonly string[]): readonly string[] | undefined {
  if (new Set(names).size === names.length && !names.includes('')) return undefined;
  return distinct(
    names.map((name, at) => (name === '' ? `Unnamed: ${at}` : name)),
    names,
  );
}

/** Names that are there keep theirs before empty ones get any. Source: `TextReader._get_header` of pandas 3. */
function distinct(names: readonly string[], given: readonly string[]): readonly string[] {
  const made = [...names];
  const counts = new Map<string, number>();
  const order = Array.from(made.keys());
  for (const at of [...order.filter((place) => given[place] !== ''), ...order.filter((place) => given[place] === '')]) {
    const old = names[at] ?? '';
    let name = old;
    let count = counts.get(name) ?? 0;
    while (count > 0) {
      counts.set(old, count + 1);
      name = `${old}.${count}`;
      count = made.includes(name) ? count + 1 : (counts.get(name) ?? 0);
    }
    made[at] = name;
    counts.set(name, count + 1);
  }
  return made;
}
