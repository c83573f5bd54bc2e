import type { BasicType } from '../../../frame/data-type.ts';
import { scalar } from '../../../frame/data-type.ts';
import type { Op } from '../../op.ts';
import { numberText } from '../../plan/cast-register.ts';
import type { NodeContext } from '../../plan/node-context.ts';
import type { NumberRegister } from '../../plan/number-register.ts';
import type { StringRegister } from '../../plan/register.ts';
import { hashTerm } from './hash-term.ts';
import { writeCounts } from './write-counts.ts';

const numericTypes: ReadonlySet<BasicType> = new Set(['short', 'int', 'long', 'float', 'double']);

/** One column to hash. */
interface HashedColumn {
  readonly name: string;
  readonly base: BasicType;
  readonly input: NumberRegister | StringRegister;
  /** A number's value is added at the position of the column's name; anything else counts 1 at `name=text`. */
  readonly isNumeric: boolean;
  readonly position: number;
}

/** `feature_hasher`: columns hashed into one sparse vector; nulls are passed over. Source: MLeap `FeatureHasherModel.scala`. */
export const featureHasher: Op = {
  name: 'feature_hasher',
  compile(context) {
    const size = context.attributes.integer('num_features');
    if (size < 1 || size > 0x7fffffff) throw context.bad(`has ${size} features`);
    const columns = openColumns(context, size);
    const output = context.outputVectors('output', size);
    return (rowCount) => {
      output.reserve(rowCount);
      for (let row = 0; row < rowCount; row++) {
        const sums = new Map<number, number>();
        for (const column of columns) addCell(column, row, size, sums);
        writeCounts(sums, size, output);
      }
    };
  },
};

function openColumns(context: NodeContext, size: number): HashedColumn[] {
  const { attributes } = context;
  const names = attributes.strings('input_names');
  const types = attributes.basicTypes('basic_types');
  const categorical = new Set(attributes.strings('categorical_cols', []));
  if (types.length !== names.length) throw context.bad(`has ${names.length} names and ${types.length} types`);
  const byteIsNumber = context.semantics === 'spark';
  return names.map((name, at) => {
    const base = types[at];
    const input = context.input(`input${at}`, scalar(base)) as NumberRegister | StringRegister;
    const isNumeric = (numericTypes.has(base) || (byteIsNumber && base === 'byte')) && !categorical.has(name);
    return { name, base, input, isNumeric, position: hashTerm(name, size, 2) };
  });
}

function addCell(
  { name, base, input, isNumeric, position }: HashedColumn,
  row: number,
  size: number,
  sums: Map<number, number>,
): void {
  const cell = input.kind === 'number' && input.isNull(row) ? null : input.values[row];
  if (cell === null || cell === undefined) return;
  if (isNumeric) {
    sums.set(position, (sums.get(position) ?? 0) + (cell as number));
    return;
  }
  const text = typeof cell === 'string' ? cell : base === 'boolean' ? String(cell !== 0) : numberText(cell, base);
  const at = hashTerm(`${name}=${text}`, size, 2);
  sums.set(at, (sums.get(at) ?? 0) + 1);
}
