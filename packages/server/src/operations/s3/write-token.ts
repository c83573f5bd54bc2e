/** The token is the last key, in a form that survives any transport. */
export const writeToken = (key: string) => Buffer.from(key).toString('base64url');
