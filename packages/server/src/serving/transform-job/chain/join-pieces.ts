/** Part of a block's output: what a container answered, or what stands for a record that was set apart. */
export type OutputPiece = { readonly answer: Buffer } | { readonly placeholder: string };

const newline = Buffer.from('\n');

/**
 * AssembleWith None: byte after byte. Line: a newline ends each answer that does not end in one. `isOneAnswer` says that
 * the answers would have been one, had no record been set apart: then they have to be lines of their own either way.
 */
export function joinPieces(pieces: readonly OutputPiece[], assembleWith: 'None' | 'Line', isOneAnswer = false): Buffer {
  const parts: Buffer[] = [];
  for (const [at, piece] of pieces.entries()) {
    if ('placeholder' in piece) {
      parts.push(Buffer.from(piece.placeholder));
      continue;
    }
    const needsEnd = piece.answer.at(-1) !== 10 && (assembleWith === 'Line' || (isOneAnswer && at < pieces.length - 1));
    parts.push(piece.answer);
    if (needsEnd) parts.push(newline);
  }
  return parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts);
}
