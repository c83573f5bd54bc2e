/** The first text that stands in a list before; undefined if all differ. Linear: lists of names come from outside. */
export function firstRepeated(texts: readonly string[]): string | undefined {
  const seen = new Set<string>();
  return texts.find((text) => seen.size === seen.add(text).size);
}
