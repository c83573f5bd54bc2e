/** What may stand in a header: no line breaks or other controls, nothing beyond Latin-1 (RFC 9110, 5.5). */
export function isHeaderText(text: string): boolean {
  return /^[\t\x20-\x7e\x80-\xff]*$/.test(text);
}

/** What a media type and the headers of the container contract are made of (AWS: `\p{ASCII}*`, without controls). */
export function isAsciiHeaderText(text: string): boolean {
  return /^[\t\x20-\x7e]*$/.test(text);
}

/** The text with every character that no header may have replaced by a question mark. */
export function toHeaderText(text: string): string {
  return text.replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, '?');
}
