/** Bytes of events that a stream may have; when there are more, the oldest quarter goes. */
export const maxStreamBytes = 4 * 1024 ** 2;
/** Bytes of events of all streams; beyond it the streams with the oldest last write are removed. */
export const maxLogBytes = 256 * 1024 ** 2;
/** Lines of one stream that wait to be written; further ones are dropped, and their number is logged. */
export const maxWaitingLines = 2_000;
/** A longer message is cut: the largest event that CloudWatch Logs takes, in characters. */
export const maxMessageLength = 256 * 1024 - 26;

/** What CloudWatch Logs counts for an event: its message and 26 bytes. */
export function eventBytes(message: string): number {
  return Buffer.byteLength(message) + 26;
}
