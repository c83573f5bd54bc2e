import type { Attribute } from '../../attributes/attribute.ts';

/** What a `model` file says. */
export interface BundleModelFile {
  readonly op: string;
  readonly attributes: ReadonlyMap<string, Attribute>;
}
