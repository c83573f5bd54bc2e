import { BufferPool } from '../../util/buffer-pool.ts';

/** Bytes that are read from a file at once. */
export const chunkBytes = 256 * 1024;

/**
 * What files are read into. A reader that has taken all it needs out of a chunk, and has passed it to no other code,
 * gives its buffer back.
 */
export const chunkPool = new BufferPool(chunkBytes, 16);
