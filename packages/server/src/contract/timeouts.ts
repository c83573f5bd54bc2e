/** A container's time to answer one real-time request, milliseconds. */
export const invocationTimeoutMs = 60_000;

/** An answer that is sent while it is made: the time until it has ended, milliseconds. */
export const streamTimeoutMs = 8 * 60_000;

/** A multi-model container's time to load a model, milliseconds; requests wait for it as long as for any answer. */
export const modelLoadTimeoutMs = 360_000;

/** A container's time to answer a ping, milliseconds. */
export const pingTimeoutMs = 2_000;
