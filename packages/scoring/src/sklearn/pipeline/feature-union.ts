import { rowTypes } from '../../frame/row-types.ts';
import { joinColumns, newMatrix, type Table, toMatrix } from '../../frame/table.ts';
import { present } from '../../util/present.ts';
import type { Estimator, OutputTypes } from '../estimator.ts';
import type { Fitted } from '../fitted.ts';
import { markSparse } from '../sparsity.ts';
import { joinedTypes } from '../transform-type.ts';
import { namedItems } from './pipeline.ts';

/** A transformer inside a union or a ColumnTransformer. */
export type Part = Pick<Estimator, OutputTypes> & { readonly transform: (table: Table) => Table };

/** FeatureUnion: the outputs of several transformers of the same input, next to each other. */
export function readFeatureUnion(fitted: Fitted): Estimator {
  const parts = namedItems(fitted, 'transformer_list').map(({ name, value }) => readPart(fitted, name, value));
  const used = parts.filter((part) => part !== undefined);
  const transform = (table: Table) => {
    const tables = used.map((part) => part.transform(table));
    return markSparse(
      joinColumns(tables, table.rows),
      tables.some(({ isSparse }) => isSparse === true),
    );
  };
  if (used.length === 0) return { transform: (table) => newMatrix(table.rows, 0) };
  return { transform, ...joinedTypes(used) };
}

const same: Estimator = { transform: (table) => table, rowTypes, keepsTypes: true };

/** One transformer with its weight: `passthrough`, `drop` (undefined), or an estimator. */
export function readPart(fitted: Fitted, name: string, value: unknown): Part | undefined {
  if (value === 'drop' || value === null) return undefined;
  const { transform, ...types } = value === 'passthrough' ? same : fitted.estimatorOf(value, name);
  if (transform === undefined) throw fitted.refuse(`its part ${name} does not transform`);
  const scaled = weighted(transform, fitted, name);
  if (scaled !== transform) return { transform: scaled };
  const { transformType, rowTypes: given, keepsTypes } = types;
  return { transform, ...present({ transformType, rowTypes: given, keepsTypes }) };
}

function weighted(transform: (table: Table) => Table, fitted: Fitted, name: string): (table: Table) => Table {
  const weights = fitted.raw('transformer_weights');
  const weight: unknown = weights instanceof Map ? weights.get(name) : undefined;
  if (typeof weight !== 'number') return transform;
  return (table) => {
    const plain = transform(table);
    const { rows, columns, values } = toMatrix(plain);
    const answer = newMatrix(
      rows,
      columns,
      values.map((x) => x * weight),
    );
    return markSparse(answer, plain.isSparse === true);
  };
}
