/** The rows of a table of Markdown, each as its cells; `head` begins the line of its head. */
export function rowsBelow(text: string, head: string): string[][] {
  const lines = text.split('\n');
  const at = lines.findIndex((line) => line.startsWith(head));
  if (at < 0) throw new Error(`no table begins with ${head}`);
  const end = lines.findIndex((line, row) => row > at && !line.startsWith('|'));
  return lines.slice(at + 2, end < 0 ? undefined : end).map((line) =>
    line
      .slice(1, -1)
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim()),
  );
}
