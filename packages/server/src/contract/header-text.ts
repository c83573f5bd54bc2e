/** Valid text of a header: no line breaks or other controls, nothing beyond Latin-1 (RFC 9110, 5.5). */
export function isHeaderText(text: string): boolean {
  return /^[\t\x20-\x7e\x80-\xff]*$/.test(text);
}

/** What a media type and the headers of the container contract are made of (AWS: `\p{ASCII}*`, without controls). */
export function isAsciiHeaderText(text: string): boolean {
  return /^[\t\x20-\x7e]*$/.test(text);
}

/** The text, with a question mark for every character that is not valid in a header. */
export function toHeaderText(text: string): string {
  return text.replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, '?');
}
