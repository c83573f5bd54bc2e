/** Hive's and Spark's name of a folder whose column is null. */
const nullName = '__HIVE_DEFAULT_PARTITION__';

/**
 * The columns that the folders of an object's key stand for, as Spark writes them with partitionBy: `g=1/part-0.csv`
 * has `g`, as the text `1`; null for none. If two folders name one column, the inner one counts. Source: Spark SQL
 * guide, "Partition Discovery".
 */
export function partitionValues(key: string): ReadonlyMap<string, string | null> {
  const values = new Map<string, string | null>();
  for (const folder of key.split('/').slice(0, -1)) {
    const equals = folder.indexOf('=');
    if (equals < 1) continue;
    const value = unescape(folder.slice(equals + 1));
    values.set(unescape(folder.slice(0, equals)), value === nullName ? null : value);
  }
  return values;
}

/** Spark writes characters that a path may not have as `%3A`; others are left as they are. */
function unescape(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
