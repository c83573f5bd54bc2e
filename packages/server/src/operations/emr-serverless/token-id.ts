import { createHash } from 'node:crypto';

/**
 * An id of what a client asks for by a token of its own: the same for the same token, so that a request that is sent again finds what it
 * made. 20 letters of 0-9a-f, as much as two tokens need not to meet.
 */
export const tokenId = (...parts: readonly string[]): string =>
  `00${createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 18)}`;
