/** What CloudWatch Logs counts for an event: its message and 26 bytes. */
export function eventBytes(message: string): number {
  return Buffer.byteLength(message) + 26;
}
