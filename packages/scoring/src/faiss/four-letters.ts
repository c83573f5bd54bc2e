import type { BinaryCursor } from '../formats/binary-cursor.ts';
import { decodeLatin1 } from '../text/decode-latin1.ts';

/** The letters that say what follows. */
export const fourLetters = (cursor: BinaryCursor) => decodeLatin1(cursor.take(4));
