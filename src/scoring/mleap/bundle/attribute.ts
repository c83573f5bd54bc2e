import type { PackedTexts } from '../../frame/packed-texts.ts';

/** The three forms an attribute value comes in (`ml.bundle.Value`). */
export type AttributeForm = 'scalar' | 'list' | 'tensor';

/**
 * One attribute value, the same for JSON and Protobuf bundles. A scalar holds one item, or none where it stands for the
 * zero of whatever the reader asks for (`{}` in JSON). Items are booleans, numbers (NaN for a JSON null), strings,
 * `Attribute`s of form `tensor`, or `AttributeShape`s. A very long list of texts may be packed.
 */
export interface Attribute {
  readonly form: AttributeForm;
  readonly items: readonly unknown[] | Float64Array | PackedTexts;
  /** Tensors only; one of them may be -1 where the count of items tells it. */
  readonly dimensions?: readonly number[];
}

/** A `DataShape` attribute. Without dimensions a tensor's size is unknown. */
export interface AttributeShape {
  readonly base: 'scalar' | 'list' | 'tensor';
  readonly isNullable: boolean;
  readonly dimensions?: readonly number[];
}

/** What a `model` file says: the op and its parameters. */
export interface BundleModel {
  readonly op: string;
  readonly attributes: ReadonlyMap<string, Attribute>;
}

/** One port of an op and the column it is wired to. */
export interface Socket {
  readonly port: string;
  readonly name: string;
}

/** What a `node` file says. */
export interface BundleNodeFile {
  readonly name: string;
  readonly inputs: readonly Socket[];
  readonly outputs: readonly Socket[];
}
