import type { Attribute } from '../../bundle/attribute.ts';

/** What a `model` file says. */
export interface BundleModelFile {
  readonly op: string;
  readonly attributes: ReadonlyMap<string, Attribute>;
}
