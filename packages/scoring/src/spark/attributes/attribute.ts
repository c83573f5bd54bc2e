/** The three forms an attribute value comes in (`ml.bundle.Value`). */
export type AttributeForm = 'scalar' | 'list' | 'tensor';

/**
 * One attribute value of a bundle (`ml.bundle.Value`), read from JSON or Protobuf. A scalar holds one item, or none where it stands
 * for the zero of whatever the reader asks for (`{}` in JSON). Items are booleans, numbers (NaN for a JSON null), strings,
 * `Attribute`s of form `tensor`, or `AttributeShape`s.
 */
export interface Attribute {
  readonly form: AttributeForm;
  readonly items: readonly unknown[] | Float64Array;
  /** Tensors only; one of them may be -1 where the count of items says it. */
  readonly dimensions?: readonly number[];
}

/** A `DataShape` attribute. Without dimensions a tensor's size is unknown. */
export interface AttributeShape {
  readonly base: 'scalar' | 'list' | 'tensor';
  readonly isNullable: boolean;
  readonly dimensions?: readonly number[];
}
