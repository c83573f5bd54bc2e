/** What a call is refused with. */
export const messageOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => Promise.reject(new Error('nothing was refused')),
    (error: unknown) => (error as Error).message,
  );
