/** The text without those of these characters at its end. A pattern such as `/0+$/` would begin anew at each zero. */
export function trimEndOf(text: string, characters: string): string {
  let end = text.length;
  while (end > 0 && characters.includes(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}
