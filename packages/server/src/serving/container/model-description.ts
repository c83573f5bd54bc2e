/** What is inside an artifact, for people: lines to print, and the same as data. */
export interface ModelDescription {
  readonly engine: string;
  readonly lines: readonly string[];
  readonly details: object;
}

/** A title and what stands below it; nothing if that is empty. */
export function listing(title: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : [title, ...items.map((item) => `  ${item}`)];
}
