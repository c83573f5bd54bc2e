import { mountSmallDisk } from '../support/small-disk.ts';

const isRoot = process.getuid?.() === 0;

/** A user who may not write to the system's folders; undefined where there is no such thing. */
export const someone = isRoot ? 65_534 : process.getuid?.();

/** What is lacking where no disk can be mounted. */
export const lacksMount = canMount() ? undefined : 'the right to mount';

function canMount(): boolean {
  const disk = mountSmallDisk(4096);
  disk?.close();
  return disk !== undefined;
}
