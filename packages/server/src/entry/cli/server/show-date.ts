/** A time of AWS's JSON, seconds since 1970: `2026-08-01T12:03:55Z`. Empty if there is none. */
export function showDate(seconds: unknown): string {
  return typeof seconds === 'number' ? new Date(seconds * 1000).toISOString().replace(/\.\d+Z$/, 'Z') : '';
}
