/** The same cells, by the model's spelling of names. */
export type Respell = <Cells>(given: Readonly<Record<string, Cells>>) => Readonly<Record<string, Cells>>;

/** Spells names that are none of the model's as it does. */
export function respeller(names: readonly string[], spell: (name: string) => string): Respell {
  const known = new Set(names);
  return (given) => {
    const entries = Object.entries(given);
    if (entries.every(([name]) => known.has(name))) return given;
    return Object.fromEntries(entries.map(([name, cells]) => [known.has(name) ? name : spell(name), cells]));
  };
}
