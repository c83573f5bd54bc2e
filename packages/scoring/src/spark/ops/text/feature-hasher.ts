import { type BasicType, scalar, vector } from '../../../frame/data-type.ts';
import { defined } from '../../../util/defined.ts';
import type { Attributes } from '../../attributes/attributes.ts';
import { bundleValue } from '../../attributes/bundle-value.ts';
import { dataShape } from '../../attributes/data-shape.ts';
import { operator } from '../../operator.ts';
import { numberText } from '../../plan/cast-register.ts';
import type { NumberRegister } from '../../plan/number-register.ts';
import type { StringRegister } from '../../plan/register.ts';
import { inputPorts } from '../../save/input-ports.ts';
import { hashTerm } from './hash-term.ts';
import { writeCounts } from './write-counts.ts';

interface FeatureHasher {
  /** Size of the vector. */
  readonly size: number;
  readonly columns: readonly HashedColumn[];
}

/** One column to hash, by the name that takes part in its hashes. */
interface HashedColumn {
  readonly name: string;
  readonly base: BasicType;
  readonly isCategorical: boolean;
}

const numericTypes: ReadonlySet<BasicType> = new Set(['short', 'int', 'long', 'float', 'double']);

/**
 * `feature_hasher`: columns hashed into one sparse vector; nulls are passed over. Bytes are numbers to Spark, texts to MLeap.
 * Source: MLeap `FeatureHasherModel.scala`.
 */
export const featureHasher = operator<FeatureHasher>({
  op: 'feature_hasher',
  bundle: { read: (attributes) => ({ size: attributes.integer('num_features'), columns: readColumns(attributes) }) },
  write: ({ size, columns }) => ({
    attributes: {
      num_features: bundleValue.long(size),
      categorical_cols: bundleValue.strings(columns.filter((column) => column.isCategorical).map(({ name }) => name)),
      input_shapes: bundleValue.shapes(columns.map(() => dataShape(undefined))),
      basic_types: bundleValue.basicTypes(columns.map(({ base }) => base)),
      input_names: bundleValue.strings(columns.map(({ name }) => name)),
    },
  }),
  spark: {
    classes: ['FeatureHasher'],
    read: (stage, { columns }) => {
      const names = stage.params.strings('inputCols');
      const size = stage.params.integer('numFeatures', 2 ** 18);
      const categorical = new Set(stage.params.strings('categoricalCols', []));
      const hashed = names.map((name) => {
        return { name, base: columns.info(name).type?.base ?? 'double', isCategorical: categorical.has(name) };
      });
      const inputs = inputPorts(columns, names);
      const output = columns.write(stage.params.string('outputCol'), { type: vector(size), size });
      return [{ parameters: { size, columns: hashed }, inputs, outputs: { output } }];
    },
  },
  compile({ size, columns }, ports, context) {
    if (size < 1 || size > 0x7fffffff) throw context.bad(`has ${size} features`);
    const isNumeric = ({ base, isCategorical }: HashedColumn) =>
      !isCategorical && (numericTypes.has(base) || (base === 'byte' && context.semantics === 'spark'));
    const hashes = columns.map((column, at): CellHash => {
      const input = ports.input(`input${at}`, scalar(column.base)) as NumberRegister | StringRegister;
      return isNumeric(column) ? numberHash(column, input, size) : textHash(column, input, size);
    });
    const output = ports.outputVectors('output', size);
    return (rowCount) => {
      output.reserve(rowCount);
      for (let row = 0; row < rowCount; row++) {
        const sums = new Map<number, number>();
        for (const hash of hashes) hash(row, sums);
        writeCounts(sums, size, output);
      }
    };
  },
});

function readColumns(attributes: Attributes): HashedColumn[] {
  const names = attributes.strings('input_names');
  const types = attributes.basicTypes('basic_types');
  const categorical = new Set(attributes.strings('categorical_cols', []));
  if (types.length !== names.length) throw attributes.bad(`has ${names.length} names and ${types.length} types`);
  return names.map((name, at) => ({ name, base: defined(types[at]), isCategorical: categorical.has(name) }));
}

/** Adds what one cell counts. */
type CellHash = (row: number, sums: Map<number, number>) => void;

/** A number is added at the position of its column's name. */
function numberHash({ name }: HashedColumn, input: NumberRegister | StringRegister, size: number): CellHash {
  const position = hashTerm(name, size, 2);
  return (row, sums) => {
    const cell = cellAt(input, row);
    if (cell !== null && cell !== undefined) sums.set(position, (sums.get(position) ?? 0) + (cell as number));
  };
}

/** Anything else counts 1 at the position of `name=text`. */
function textHash({ name, base }: HashedColumn, input: NumberRegister | StringRegister, size: number): CellHash {
  return (row, sums) => {
    const text = textAt(input, row, base);
    if (text === null || text === undefined) return;
    const at = hashTerm(`${name}=${text}`, size, 2);
    sums.set(at, (sums.get(at) ?? 0) + 1);
  };
}

function textAt(input: NumberRegister | StringRegister, row: number, base: BasicType): string | null | undefined {
  if (input.kind === 'string') return input.values[row];
  if (input.isNull(row)) return null;
  return base === 'boolean' ? String(input.values[row] !== 0) : numberText(input, row, base);
}

function cellAt(input: NumberRegister | StringRegister, row: number): number | string | null | undefined {
  return input.kind === 'number' && input.isNull(row) ? null : input.values[row];
}
