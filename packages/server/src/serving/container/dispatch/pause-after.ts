/** So often a request that came back is given out again at once: another process is there, or its connections had ended by themselves. */
const promptReturns = 3;
const firstPauseMs = 10;
const longestPauseMs = 1_000;

/** How long a request that came back so often waits before it is given out again, milliseconds. */
export const pauseAfter = (returns: number): number =>
  returns <= promptReturns ? 0 : Math.min(longestPauseMs, firstPauseMs * 2 ** (returns - promptReturns - 1));
