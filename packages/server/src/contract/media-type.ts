/**
 * The media type that a Content-Type or Accept header names first, in lower case and without its parameters; undefined
 * for no header and for an empty one. Source: RFC 9110, 8.3.1.
 */
export function mediaType(header: string | undefined): string | undefined {
  return header === undefined ? undefined : writtenType(header).trim().toLowerCase() || undefined;
}

/** What stands before the first semicolon of a header, as it is written: its blanks and capitals are kept. */
export function writtenType(header: string): string {
  const end = header.indexOf(';');
  return end < 0 ? header : header.slice(0, end);
}

/** The parameters behind a media type by name, in lower case, their values without quotes. */
export function mediaTypeParameters(header: string): ReadonlyMap<string, string> {
  const [, ...parts] = header.toLowerCase().split(';');
  return new Map(
    parts.map((part): [string, string] => {
      const [name, ...value] = part.split('=');
      return [
        (name ?? '').trim(),
        value
          .join('=')
          .trim()
          .replace(/^"(.*)"$/, '$1'),
      ];
    }),
  );
}
