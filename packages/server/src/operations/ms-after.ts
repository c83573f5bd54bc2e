/** The last that JavaScript has a date for: databases have greater times, which no row has. */
const lastTime = 8.64e15;

const clamped = (ms: number) => Math.max(-lastTime, Math.min(lastTime, ms));

/** The first whole millisecond that is not before a time: a row of whole milliseconds is before both or before none. */
export const msNotBefore = (seconds: number | undefined): number | undefined =>
  seconds === undefined ? undefined : clamped(Math.ceil(seconds * 1000));

/** The first whole millisecond that is later than a time. */
export const msAfter = (seconds: number | undefined): number | undefined =>
  seconds === undefined ? undefined : clamped(Math.floor(seconds * 1000) + 1);
