import type { Node, Place, SourceFile } from './source-file.ts';

/** Code is kept shorter by its formatter, so these are comments, and what stands in one piece. */
const maxLength = 150;

/** A text of this length or more is not broken: whoever looks for a message finds it. */
const pieceLength = 60;

/** Lines that are longer than 150 characters, without those that have a long text, template or regular expression. */
export function longLines(source: SourceFile): Place[] {
  const lines = source.text.split('\n');
  const found = lines.flatMap((text, at) => (text.length > maxLength ? [at + 1] : []));
  if (found.length === 0) return [];
  const pieces = linesOfPieces(source);
  return found
    .filter((line) => !pieces.has(line))
    .map((line) => ({ file: source.path, line, what: `${lines[line - 1]?.length} characters` }));
}

function linesOfPieces(source: SourceFile): ReadonlySet<number> {
  const lines = new Set<number>();
  const add = ({ start, end }: Node) => {
    if (end - start < pieceLength) return;
    for (let line = source.lineAt(start); line <= source.lineAt(end); line++) lines.add(line);
  };
  source.visit({ Literal: add, TemplateLiteral: add });
  return lines;
}
