import type { BasicType } from '../../frame/data-type.ts';
import type { AttributeForm, AttributeShape } from './attribute.ts';

/** What the items of a value are. */
export type ItemKind =
  | 'boolean'
  | 'int'
  | 'long'
  | 'float'
  | 'double'
  | 'string'
  | 'tensor'
  | 'basic_type'
  | 'data_shape';

/** One attribute value to be written (`ml.bundle.Value`). */
export interface BundleValue {
  readonly form: AttributeForm;
  readonly kind: ItemKind;
  /** Items of the kind `tensor` are values themselves. */
  readonly items: readonly (boolean | number | string | BundleValue | AttributeShape)[];
  /** Tensors only. */
  readonly dimensions?: readonly number[];
  /** Whether MLeap makes NaN and the infinities again of the null that JSON has for them. */
  readonly takesNull?: boolean;
}

const scalarOf = (kind: ItemKind, item: boolean | number | string): BundleValue => ({
  form: 'scalar',
  kind,
  items: [item],
});

const listOf = (kind: ItemKind, items: BundleValue['items']): BundleValue => ({ form: 'list', kind, items });

const tensorOf = (kind: ItemKind, values: ArrayLike<number>, dimensions: readonly number[]): BundleValue => ({
  form: 'tensor',
  kind,
  items: Array.from(values),
  dimensions,
});

/** Makes the values of attributes, by what MLeap's readers ask for: none of them takes an `int` for a `long`. */
export const bundleValue = {
  boolean: (item: boolean) => scalarOf('boolean', item),
  int: (item: number) => scalarOf('int', item),
  long: (item: number) => scalarOf('long', item),
  double: (item: number) => scalarOf('double', item),
  string: (item: string) => scalarOf('string', item),
  ints: (items: ArrayLike<number>) => listOf('int', Array.from(items)),
  longs: (items: ArrayLike<number>) => listOf('long', Array.from(items)),
  doubles: (items: ArrayLike<number>) => listOf('double', Array.from(items)),
  strings: (items: Iterable<string>) => listOf('string', Array.from(items)),
  basicTypes: (items: readonly BasicType[]) => listOf('basic_type', items),
  shape: (item: AttributeShape): BundleValue => ({ form: 'scalar', kind: 'data_shape', items: [item] }),
  shapes: (items: readonly AttributeShape[]) => listOf('data_shape', items),
  /** Of one dimension. */
  vector: (values: ArrayLike<number>) => tensorOf('double', values, [values.length]),
  /** Column by column, as Spark keeps its matrices. */
  matrix: (values: ArrayLike<number>, rows: number, columns: number) => tensorOf('double', values, [rows, columns]),
  vectors: (items: readonly ArrayLike<number>[]) =>
    listOf(
      'tensor',
      items.map((item) => tensorOf('double', item, [item.length])),
    ),
  matrices: (items: readonly ArrayLike<number>[], rows: number, columns: number) =>
    listOf(
      'tensor',
      items.map((item) => tensorOf('double', item, [rows, columns])),
    ),
  floatVectors: (items: readonly ArrayLike<number>[]) =>
    listOf(
      'tensor',
      items.map((item) => tensorOf('float', item, [item.length])),
    ),
};

/** The same value, whose infinities MLeap knows from where they stand. */
export const orNull = (value: BundleValue): BundleValue => ({ ...value, takesNull: true });
