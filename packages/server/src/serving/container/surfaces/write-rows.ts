/** What stands around the rows of an answer. */
export interface AroundRows {
  readonly head?: string;
  readonly between: string;
  readonly tail?: string;
}

/** Characters that are turned into bytes at once. */
const pieceLength = 65_536;

/**
 * The texts of all rows as UTF-8. A text that is put together of many cells is a tree of them until it is read: of a large
 * answer these trees take ten times its bytes, so that only those of one piece exist at a time.
 */
export function writeRows(
  rowCount: number,
  textOf: (row: number) => string,
  { head = '', between, tail = '' }: AroundRows,
): Buffer {
  const pieces: Buffer[] = [];
  let piece = head;
  for (let row = 0; row < rowCount; row++) {
    piece += row === 0 ? textOf(row) : between + textOf(row);
    if (piece.length < pieceLength) continue;
    pieces.push(Buffer.from(piece));
    piece = '';
  }
  const last = Buffer.from(piece + tail);
  return pieces.length === 0 ? last : Buffer.concat([...pieces, last]);
}
