import { CsvRows } from '@catenary/scoring/internal/formats';
import { type Frame, ScoringError, scalar } from '@catenary/scoring/internal/frame';
import type { PipelineModel } from '@catenary/scoring/internal/spark';
import { defined } from '@catenary/scoring/internal/values';
import type { FileColumn } from '../../file-facts.ts';
import type { ContainerRequest } from '../../payload.ts';
import { namedColumns, placesByName } from '../places-by-name.ts';
import { structOf } from './schema-types.ts';
import type { SparkmlEngine } from './sparkml-engine.ts';
import { readSparkmlSchema, type SparkmlSchema } from './sparkml-schema.ts';

/** A model compiled for one schema, and the decoder of its CSV. */
export interface SparkmlProgram {
  readonly schema: SparkmlSchema;
  readonly model: PipelineModel;
  /**
   * Cells by position; in a file that names its columns, by the names of the schema. Throws `bad_input`,
   * `missing_column`.
   */
  decodeCsv(request: ContainerRequest, maxRows: number): Frame;
}

export function compileProgram(engine: SparkmlEngine, schemaJson: unknown): SparkmlProgram {
  return compileFor(engine, readSparkmlSchema(schemaJson));
}

/** Without a schema: the columns that the answer needs, of the types that the stages read them as. */
export function compileByName(engine: SparkmlEngine): SparkmlProgram {
  const made = engine.compile({}).outputSchema.fields;
  const answer = made.find(({ name }) => name === 'prediction') ?? made.at(-1);
  if (answer === undefined) throw new ScoringError('bad_model', 'The model makes no column that could be the answer.');
  const { name, type } = answer;
  const word = structOf(type);
  const struct = word === 'map' ? 'array' : word;
  const { inputSchema } = engine.compile({ outputs: [name] });
  return compileFor(engine, { input: inputSchema, output: { name, type: type.base, struct } });
}

function compileFor(engine: SparkmlEngine, schema: SparkmlSchema): SparkmlProgram {
  const model = engine.compile({ input: schema.input, outputs: [schema.output.name] });
  const byPlace = new CsvRows(model.inputSchema);
  let byName: NamedCsv | undefined;
  return {
    schema,
    model,
    decodeCsv({ body, file }, maxRows) {
      const columns = namedColumns(file);
      if (columns === undefined) return byPlace.decode(body, maxRows);
      // The columns of one file are the same in all requests, or equal ones from another thread.
      if (byName?.isOf(columns) !== true) byName = new NamedCsv(model, columns);
      return byName.decode(body, maxRows) ?? byPlace.decode(body, maxRows);
    },
  };
}

/** CSV whose columns are in another order than the schema's, or among others. */
class NamedCsv {
  readonly #columns: readonly FileColumn[];
  readonly #model: PipelineModel;
  /** Undefined if they are those of the schema, in its order. */
  readonly #places: readonly number[] | undefined;
  readonly #rows: CsvRows | undefined;

  constructor(model: PipelineModel, columns: readonly FileColumn[]) {
    const { fields } = model.inputSchema;
    const wanted = fields.map(({ name }) => name);
    this.#model = model;
    this.#columns = columns;
    this.#places = placesByName(columns, wanted, 'passed over');
    if (this.#places === undefined) return;
    const other = scalar('string');
    const all = columns.map(({ name }) => fields.find((field) => field.name === name) ?? { name, type: other });
    this.#rows = new CsvRows({ fields: all });
  }

  isOf(columns: readonly FileColumn[]): boolean {
    const own = this.#columns;
    return (
      own === columns || (own.length === columns.length && own.every(({ name }, at) => name === columns[at]?.name))
    );
  }

  decode(body: Uint8Array, maxRows: number): Frame | undefined {
    if (this.#rows === undefined || this.#places === undefined) return undefined;
    const { columns, rowCount } = this.#rows.decode(body, maxRows);
    const picked = this.#places.map((place) => defined(columns[place]));
    return { schema: this.#model.inputSchema, columns: picked, rowCount };
  }
}
