/** Whether an answer of this media type has its rows in lines. */
export function isMediaTypeOfLines(type: string | undefined): boolean {
  return /^(text\/csv|application\/jsonlines)\s*(;|$)/i.test(type ?? '');
}
