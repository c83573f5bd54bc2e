import type { PackedTexts } from '../../frame/packed-texts.ts';

/** The three forms an attribute value comes in (`ml.bundle.Value`). */
export type AttributeForm = 'scalar' | 'list' | 'tensor';

/**
 * One attribute value, wherever it was read: from the JSON or Protobuf of a bundle (`ml.bundle.Value`), or from a saved
 * pipeline. A scalar holds one item, or none where it stands for the zero of whatever the reader asks for (`{}` in JSON).
 * Items are booleans, numbers (NaN for a JSON null), strings, `Attribute`s of form `tensor`, or `AttributeShape`s. A very
 * long list of texts may be packed.
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

/** An op and its parameters: what the `model` file of a bundle says. */
export interface OpModel {
  readonly op: string;
  readonly attributes: ReadonlyMap<string, Attribute>;
}

/** One port of an op and the column it is wired to. */
export interface Socket {
  readonly port: string;
  readonly name: string;
}
