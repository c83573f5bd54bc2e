import { type Schema, ScoringError } from '@catenary/scoring/internal/frame';
import { nearestWord } from '@catenary/scoring/internal/names';
import type { SparkmlEngine } from './sparkml-engine.ts';
import { compileByName, compileProgram, type SparkmlProgram } from './sparkml-program.ts';
import { readSparkmlSchema } from './sparkml-schema.ts';

/** Schemas that come with requests are few; more than this many at once are compiled anew. */
const MAX_PROGRAMS = 32;
/**
 * Longest schema whose program is cached, characters: with tens of thousands of columns it takes more memory than it
 * saves time.
 */
const MAX_KEPT_LENGTH = 64 * 1024;

/** The programs of one container: the default one, and those for schemas that requests brought. */
export class SparkmlPrograms {
  readonly #engine: SparkmlEngine;
  /** Text of the schema that stands in the environment or the archive. */
  readonly #defaultText: string | undefined;
  readonly #programs = new Map<string, SparkmlProgram>();
  readonly #bySchema = new WeakMap<Schema, SparkmlProgram>();
  #default: SparkmlProgram | undefined;
  #byName: SparkmlProgram | undefined;

  constructor(engine: SparkmlEngine, defaultText: string | undefined) {
    this.#engine = engine;
    this.#defaultText = defaultText === undefined || defaultText.trim() === '' ? undefined : defaultText;
  }

  /** The program of the environment's or archive's schema; throws `bad_input` if there is none, or it is malformed. */
  get default(): SparkmlProgram {
    if (this.#default !== undefined) return this.#default;
    if (this.#defaultText === undefined) throw new ScoringError('bad_input', this.#noSchema());
    this.#default = this.#compile(parse(this.#defaultText));
    return this.#default;
  }

  /** The default program if there is one. */
  get defaultIfAny(): SparkmlProgram | undefined {
    return this.#defaultText === undefined ? undefined : this.default;
  }

  /** Throws `bad_model` if the schema that stands in `place` is none, or does not fit the model. */
  checkDefault(place: string): void {
    if (this.#defaultText === undefined) return;
    try {
      checkOutput(this.#engine, parse(this.#defaultText));
      void this.default;
    } catch (error) {
      if (!(error instanceof ScoringError)) throw error;
      throw new ScoringError('bad_model', `${place} cannot be used: ${error.message}`, error.place);
    }
  }

  /** The program of a request: its own schema wins over the default entirely. */
  forSchema(schema: unknown): SparkmlProgram {
    if (schema === undefined || schema === null) return this.default;
    const key = JSON.stringify(schema);
    if (key.length > MAX_KEPT_LENGTH) return this.#compile(schema);
    let program = this.#programs.get(key);
    if (program === undefined) {
      program = this.#compile(schema);
      if (this.#programs.size >= MAX_PROGRAMS) this.#programs.delete(this.#programs.keys().next().value as string);
      this.#programs.set(key, program);
    }
    return program;
  }

  /**
   * The program for records by name: the default one, or, without a schema, what the model itself says of its columns: their
   * names and types, and `prediction`, or what its last stage makes, as the answer.
   */
  get byName(): SparkmlProgram {
    if (this.#defaultText !== undefined) return this.default;
    this.#byName ??= this.#keep(compileByName(this.#engine));
    return this.#byName;
  }

  /** The program that a frame belongs to, by the identity of its schema. */
  ofFrame(schema: Schema): SparkmlProgram {
    return this.#bySchema.get(schema) ?? this.default;
  }

  /** Stages say which columns they read, but not their order in a table. */
  #noSchema(): string {
    const message = 'Input schema has to be provided either via environment variable or via the request';
    const { columnNames } = this.#engine;
    if (columnNames === undefined) return message;
    return `${message}: the pipeline reads ${columnNames.map((name) => `"${name}"`).join(', ')}, and does not say in which order they come; JSON with the names of the columns needs no schema`;
  }

  #compile(schema: unknown): SparkmlProgram {
    return this.#keep(compileProgram(this.#engine, schema));
  }

  #keep(program: SparkmlProgram): SparkmlProgram {
    this.#bySchema.set(program.model.inputSchema, program);
    this.#bySchema.set(program.model.outputSchema, program);
    return program;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ScoringError('bad_input', `The schema is not JSON (${(error as Error).message}).`);
  }
}

/** The message about a column that is not made names those that are. */
function checkOutput({ compile }: SparkmlEngine, schema: unknown): void {
  const { name } = readSparkmlSchema(schema).output;
  const { inputSchema, outputSchema } = compile({});
  const made = outputSchema.fields.map((field) => field.name);
  if (made.includes(name) || inputSchema.fields.some((field) => field.name === name)) return;
  const near = nearestWord(name, made);
  const advice = near === undefined ? '' : `; did you mean "${near}"?`;
  throw new ScoringError(
    'bad_input',
    `its output is "${name}", and the model makes ${made.map((column) => `"${column}"`).join(', ')}${advice}`,
  );
}
