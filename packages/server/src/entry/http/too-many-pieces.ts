/**
 * Pieces that any body may come in, and the least average size of each further piece, bytes. Each costs the server a
 * turn of its parser, whatever its size: without a limit, a body of one-byte chunks costs seconds.
 */
const freePieces = 65_536;
const minPieceBytes = 128;

/** Whether a body comes in more pieces than a regular client would send; `free`: how many it may have whatever their size. */
export function isInTooManyPieces(pieces: number, bytes: number, free = freePieces): boolean {
  return pieces > free + bytes / minPieceBytes;
}
