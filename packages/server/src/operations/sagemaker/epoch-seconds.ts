/** Timestamps of AWS JSON 1.1: seconds since 1970 with a millisecond fraction. */
export function epochSeconds(milliseconds: number): number {
  return milliseconds / 1000;
}
