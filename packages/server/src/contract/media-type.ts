/**
 * The media type that a Content-Type or Accept header names first, in lower case and without its parameters; undefined
 * for no header and for an empty one. Source: RFC 9110, 8.3.1.
 */
export function mediaType(header: string | undefined): string | undefined {
  return header?.split(';', 1)[0]?.trim().toLowerCase() || undefined;
}
