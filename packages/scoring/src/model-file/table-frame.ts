import type { Column } from '../frame/column.ts';
import { scalar, vector } from '../frame/data-type.ts';
import type { Frame } from '../frame/frame.ts';
import type { LabelType } from '../frame/label-type.ts';
import type { RowTypes } from '../frame/row-types.ts';
import type { Field, Schema } from '../frame/schema.ts';
import { columnCount, type Table, type TableColumn, toMatrix } from '../frame/table.ts';
import { denseVectors } from '../frame/vector-column.ts';
import { defined } from '../util/defined.ts';
import { present } from '../util/present.ts';

/** What an answer is to numpy, besides its cells. */
interface AnswerFacts {
  readonly numbers: LabelType;
  readonly code: string | undefined;
  readonly isNested: boolean | undefined;
  readonly rowTypes: RowTypes | undefined;
}

const double = scalar('double');
const text = scalar('string');

const plainSchema = (numbers: LabelType): Schema => ({
  fields: [{ name: 'column-0', type: scalarType('number', numbers), numbers }],
  isPositional: true,
});

/** Schemas of what is answered most: one number a row. */
const plainSchemas: Readonly<Record<LabelType, Schema>> = {
  boolean: plainSchema('boolean'),
  integer: plainSchema('integer'),
  float32: plainSchema('float32'),
  float64: plainSchema('float64'),
  bytes: plainSchema('bytes'),
};

/**
 * A table as a frame that keeps it: fields and columns are made when they are asked for, which mostly only a neighbour in a
 * chain does. Numbers alone are one column of vectors, whose positions have the names; a single number of an answer is a column.
 */
export class TableFrame implements Frame {
  readonly table: Table;
  readonly rowCount: number;
  readonly origin: Frame['origin'];
  readonly #answer: AnswerFacts | undefined;
  #schema: Schema | undefined;
  #columns: readonly Column[] | undefined;

  constructor(table: Table, { origin, answer }: { readonly origin?: Frame['origin']; readonly answer?: AnswerFacts }) {
    this.table = table;
    this.rowCount = table.rows;
    this.origin = origin;
    this.#answer = answer;
  }

  /** See `ModelAnswer`. */
  get rowTypes(): RowTypes | undefined {
    return this.#answer?.rowTypes;
  }

  get schema(): Schema {
    this.#schema ??= this.#makeSchema();
    return this.#schema;
  }

  get columns(): readonly Column[] {
    this.#columns ??= this.#isVectors ? [vectorsOf(this.table)] : scalarsOf(this.table);
    return this.#columns;
  }

  get #isVectors(): boolean {
    const { table } = this;
    if (table.kind === 'mixed' && table.isNumeric !== true) return false;
    return this.#answer === undefined || (table.columns !== 1 && this.#answer.numbers !== 'boolean');
  }

  #makeSchema(): Schema {
    const { names } = this.table;
    const { numbers, code, isNested } = this.#answer ?? {};
    const [only, another] = this.columns;
    const isPlain = code === undefined && isNested !== true && names === undefined;
    if (isPlain && numbers !== undefined && another === undefined && only?.kind === 'number')
      return plainSchemas[numbers];
    const facts = present({ numbers, code });
    if (this.#isVectors) {
      const field: Field = {
        name: 'features',
        type: vector(columnCount(this.table)),
        ...facts,
        ...present({ positions: names }),
      };
      return { fields: [field], ...present({ isNested }) };
    }
    const fields = this.columns.map(
      (column, at): Field => ({
        name: names?.[at] ?? `column-${at}`,
        type: scalarType(column.kind, numbers),
        ...facts,
      }),
    );
    return { fields, ...present({ isNested, isPositional: names === undefined ? true : undefined }) };
  }
}

function vectorsOf(table: Table): Column {
  const { rows, columns, values } = toMatrix(table);
  return denseVectors(values, rows, columns);
}

function scalarsOf(table: Table): readonly TableColumn[] {
  if (table.kind === 'mixed') return table.cells;
  const { rows, columns, values } = table;
  if (columns === 1) return [{ kind: 'number', values }];
  return Array.from({ length: columns }, (_none, column) => {
    const cells = Float64Array.from({ length: rows }, (_row, row) => defined(values[row * columns + column]));
    return { kind: 'number', values: cells } as const;
  });
}

/** Whole numbers are longs, as neighbours in a chain have them. */
function scalarType(kind: Column['kind'], numbers: LabelType | undefined): Field['type'] {
  if (kind !== 'number') return text;
  if (numbers === 'boolean') return scalar('boolean');
  return numbers === 'integer' ? scalar('long') : double;
}
