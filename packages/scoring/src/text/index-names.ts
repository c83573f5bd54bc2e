/** A character that does not occur in JSON but as an escape. */
const MARK = '\u0001';

/** A name of digits alone. */
const indexName = /"\d+"\s*:/;

/** The same, or another string. An unterminated string extends to the end of the text. */
const indexNameOrString = /"(\d+)"(\s*:)|"[^"\\]*(?:\\[^][^"\\]*)*(?:"|\\?$)/g;

/**
 * JSON text whose objects keep the order of their members when it is parsed: JavaScript puts names that are indices, such as `10`,
 * before all others, unless they are marked. `plainName` takes the mark away.
 */
export function markIndexNames(json: string): string {
  if (!indexName.test(json)) return json;
  return json.replace(indexNameOrString, (token, digits?: string, colon?: string) =>
    digits === undefined ? token : `"\\u0001${digits}"${colon}`,
  );
}

export function plainName(name: string): string {
  return name.startsWith(MARK) ? name.slice(1) : name;
}

/** The name under which a member of such an object is found. */
export function markedName(name: string): string {
  return /^\d+$/.test(name) ? MARK + name : name;
}

/** What `JSON.stringify` wrote of such objects, with the plain names: a name stands behind a brace or a comma, no string does so unescaped. */
export function unmarkIndexNames(json: string): string {
  return json.replace(/([{,])"\\u0001(\d+)":/g, '$1"$2":');
}
