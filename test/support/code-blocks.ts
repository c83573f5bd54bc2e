/** A block of code of a page. */
export interface CodeBlock {
  /** What stands behind the three backticks; nothing where the block is set in by four blanks. */
  readonly language: string | undefined;
  readonly lines: readonly string[];
}

/** The blocks of code of a page, fenced or set in by four blanks behind an empty line. */
export function codeBlocksOf(page: string): CodeBlock[] {
  const blocks: { language: string | undefined; lines: string[] }[] = [];
  let fence: string[] | undefined;
  let setIn: string[] | undefined;
  let before = '';
  for (const line of page.split('\n')) {
    if (line.startsWith('```')) {
      if (fence === undefined) blocks.push({ language: line.slice(3).trim(), lines: (fence = []) });
      else fence = undefined;
      setIn = undefined;
    } else if (fence !== undefined) fence.push(line);
    else if (line.startsWith('    ') && (setIn !== undefined || before.trim() === '')) {
      if (setIn === undefined) blocks.push({ language: undefined, lines: (setIn = []) });
      setIn.push(line.slice(4));
    } else if (line.trim() !== '') setIn = undefined;
    before = line;
  }
  return blocks;
}
