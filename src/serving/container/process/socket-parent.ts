import { tmpdir } from 'node:os';

/** Where sockets lie: not below the data folder, and not below a long TMPDIR, as their paths may have about 100 bytes. */
export const socketParent = (): string => (tmpdir().length > 60 ? '/tmp' : tmpdir());
