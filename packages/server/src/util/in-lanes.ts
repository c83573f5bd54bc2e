/** Does the pieces of work from 0 to `count` - 1, `lanes` of them at once. Rejects with the first error. */
export async function inLanes(count: number, lanes: number, work: (at: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
