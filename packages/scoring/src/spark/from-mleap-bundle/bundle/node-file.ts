import type { Socket } from '../../plan/socket.ts';

/** What a `node` file says. */
export interface BundleNodeFile {
  readonly name: string;
  readonly inputs: readonly Socket[];
  readonly outputs: readonly Socket[];
}
