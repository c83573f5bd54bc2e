import type { LabelType } from '../frame/label-type.ts';
import { commonRowTypes } from '../frame/row-types.ts';
import { allColumns, type Table, type TableColumn } from '../frame/table.ts';
import { DType } from '../pickle/numpy/dtype.ts';
import { present } from '../util/present.ts';
import type { Estimator, OutputTypes, TransformType } from './estimator.ts';
import type { Fitted } from './fitted.ts';

/**
 * The type that a transformer was asked for by its `dtype`: a type of Python or numpy, its name or code, or a dtype. Undefined for
 * doubles and where it names none. Throws `unsupported_model` for texts.
 */
export function readTransformType(fitted: Fitted): TransformType | undefined {
  const value = fitted.raw('dtype');
  const name = value instanceof DType ? value.kind + value.itemSize : (fitted.path('dtype') ?? value ?? 'f');
  const given = String(name).replace(/^\w*\.|[<=|]/g, '');
  const kind = given.charAt(0);
  const size = Number(given.replace(/\D/g, ''));
  if (kind === 'b') return { type: 'boolean' };
  if ('fdh'.includes(kind)) return size === 32 || given === 'f4' ? { type: 'float32' } : undefined;
  if (!'iuoOl'.includes(kind)) throw fitted.unknown('dtype', 'a number');
  const bytes = given.includes('int') ? size / 8 : size;
  const code = `${bytes === 1 ? '|' : '<'}${kind === 'u' ? 'u' : 'i'}${bytes}`;
  return { type: 'integer', ...present({ code: bytes > 0 && kind !== 'O' ? code : undefined }) };
}

/** What stands next to others in one array. */
interface TypedPart extends Pick<Estimator, OutputTypes> {
  /** The part's own columns, if it does not take all. */
  readonly pick?: (table: Table) => Table;
}

/** The type of outputs next to each other in one array, which may be that of the rows of the input. */
export function joinedTypes(parts: readonly TypedPart[]): Pick<Estimator, OutputTypes> {
  if (parts.every((part) => part.rowTypes === undefined))
    return present({ transformType: commonType(parts.map((part) => part.transformType)) });
  const keepsTypes = parts.every((part) => part.keepsTypes === true || part.transformType !== undefined);
  return {
    keepsTypes,
    rowTypes: (table) =>
      commonRowTypes(
        parts.map(({ rowTypes, transformType, pick = same }) => {
          if (rowTypes !== undefined) return rowTypes(pick(table));
          return Array.from({ length: table.rows }, () => transformType?.type ?? 'float64');
        }),
        table.rows,
      ),
  };
}

/** Numbers whose columns say of what type they are, for who writes them beside texts. */
export function withType(table: Table, type: LabelType): Table {
  const cells = allColumns(table).map(
    (column): TableColumn => (column.kind === 'number' ? { ...column, type } : column),
  );
  return { kind: 'mixed', rows: table.rows, cells };
}

const same = (table: Table): Table => table;

/** Integers are counted as those of 8 bytes where they differ. */
function commonType(types: readonly (TransformType | undefined)[]): TransformType | undefined {
  const [first] = types;
  if (types.every((type) => type?.type === first?.type && type?.code === first?.code)) return first;
  return types.some((type) => type === undefined || type.type === 'float32') ? undefined : { type: 'integer' };
}
