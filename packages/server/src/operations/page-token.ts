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
