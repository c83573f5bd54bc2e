import type { Socket } from '../../model/attribute.ts';

/** What a `node` file says. */
export interface BundleNodeFile {
  readonly name: string;
  readonly inputs: readonly Socket[];
  readonly outputs: readonly Socket[];
}
