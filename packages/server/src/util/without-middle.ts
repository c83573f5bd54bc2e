/** A text of at most this many characters, at least 5: of a longer one its beginning and its end, which say more than its middle. */
export function withoutMiddle(text: string, most: number): string {
  if (text.length <= most) return text;
  const kept = most - 5;
  const head = Math.ceil(kept / 2);
  return `${text.slice(0, head)} ... ${text.slice(text.length - (kept - head))}`.toWellFormed();
}
