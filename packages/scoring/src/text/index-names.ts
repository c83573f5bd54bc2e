/** A character that does not occur in JSON but as an escape. */
const MARK = '\u0001';

/** A name of digits alone, or another string. An unterminated string extends to the end of the text. */
const indexNameOrString = /"(\d+)"(\s*:)|"[^"\\]*(?:\\[^][^"\\]*)*(?:"|\\?$)/g;

/**
 * JSON text whose objects keep the order of their members when it is parsed: JavaScript puts names that are indices, such as `10`,
 * before all others, unless they are marked. `plainName` takes the mark away.
 */
export function markIndexNames(json: string): string {
  if (!/"\d/.test(json)) return json;
  return json.replace(indexNameOrString, (token, digits?: string, colon?: string) =>
    digits === undefined ? token : `"\\u0001${digits}"${colon}`,
  );
}

export function plainName(name: string): string {
  return name.startsWith(MARK) ? name.slice(1) : name;
}
