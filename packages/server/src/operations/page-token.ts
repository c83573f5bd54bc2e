/** Where a list goes on, as callers get it and give it back. */
export const writePageToken = (place: unknown): string => Buffer.from(JSON.stringify(place)).toString('base64url');

/** What `writePageToken` wrote; undefined for a token that it did not write. */
export function readPageToken(token: string): unknown {
  const text = Buffer.from(token, 'base64url').toString();
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The same of a place that is a text by itself. */
export const writeTextToken = (place: string): string => Buffer.from(place).toString('base64url');

/** What `writeTextToken` wrote; undefined for a token that it did not write. No text of PostgreSQL has the character 0. */
export function readTextToken(token: string): string | undefined {
  const place = Buffer.from(token, 'base64url').toString();
  return place === '' || place.includes('\0') || writeTextToken(place) !== token ? undefined : place;
}
