import type { Estimator } from '../estimator.ts';
import type { Fitted } from '../fitted.ts';
import { joinColumns, newMatrix, type Table, toMatrix } from '../table.ts';
import { namedItems } from './pipeline.ts';

/** A transformer inside a union or a ColumnTransformer; undefined for `drop`. */
export type Part = ((table: Table) => Table) | undefined;

/** FeatureUnion: the outputs of several transformers of the same input, next to each other. */
export function readFeatureUnion(fitted: Fitted): Estimator {
  const parts = namedItems(fitted, 'transformer_list').map(({ name, value }) => readPart(fitted, name, value));
  const present = parts.filter((part) => part !== undefined);
  const transform = (table: Table) =>
    joinColumns(
      present.map((part) => part(table)),
      table.rows,
    );
  return { transform: present.length === 0 ? (table) => newMatrix(table.rows, 0) : transform };
}

/** One transformer with its weight: `passthrough`, `drop`, or an estimator. */
export function readPart(fitted: Fitted, name: string, value: unknown): Part {
  if (value === 'drop' || value === null) return undefined;
  if (value === 'passthrough') return weighted((table) => table, fitted, name);
  const { transform } = fitted.estimatorOf(value, name);
  if (transform === undefined) throw fitted.refuse(`its part ${name} does not transform`);
  return weighted(transform, fitted, name);
}

function weighted(transform: (table: Table) => Table, fitted: Fitted, name: string): (table: Table) => Table {
  const weights = fitted.raw('transformer_weights');
  const weight: unknown = weights instanceof Map ? weights.get(name) : undefined;
  if (typeof weight !== 'number') return transform;
  return (table) => {
    const { rows, columns, values } = toMatrix(transform(table));
    return newMatrix(
      rows,
      columns,
      values.map((x) => x * weight),
    );
  };
}
