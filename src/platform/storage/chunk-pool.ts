import { BufferPool } from '../../util/buffer-pool.ts';

/** Bytes that are read from a file at once. */
export const chunkBytes = 256 * 1024;

/** What files are read into. Who has taken all that it needs out of a chunk, and let nobody else see it, gives its buffer back. */
export const chunkPool = new BufferPool(chunkBytes, 16);
