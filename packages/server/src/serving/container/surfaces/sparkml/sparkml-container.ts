import { availableParallelism } from 'node:os';
import {
  type Column,
  type Field,
  type Frame,
  type ModelFiles,
  type Rejection,
  ScoringError,
} from '@catenary/scoring/internal/frame';
import { own } from '@catenary/scoring/internal/names';
import { readAnsi, readSemantics } from '@catenary/scoring/internal/spark';
import { defined, present } from '@catenary/scoring/internal/values';
import { mediaType } from '../../../../contract/media-type.ts';
import type { ExecutionParameters } from '../../execution-parameters.ts';
import type { ContainerAnswer, ContainerRequest } from '../../payload.ts';
import type { RowWidth } from '../../row-width.ts';
import type { LoadNativeContainer, NativeContainer } from '../native-container.ts';
import { refusal } from '../refusal.ts';
import { type AroundRows, writeRows } from '../write-rows.ts';
import { decodeRequest, readContentType } from './decode-request.ts';
import { mediaTypeOf, pickAccept, type SparkmlAccept } from './pick-accept.ts';
import { rowWriter } from './row-writer.ts';
import { openSparkmlEngine } from './sparkml-engine.ts';
import { SparkmlPrograms } from './sparkml-programs.ts';

/**
 * Loads the bundle of a SparkML container, or (ours) a pipeline as Spark saved it. Environment: `SAGEMAKER_SPARKML_SCHEMA`
 * (else `schema.json` in the archive, else that of the request),
 * `SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT`, and of our own `CATENARY_MLEAP_SEMANTICS` (`mleap`, `spark`), `CATENARY_SPARK_ANSI` and
 * `CATENARY_SPARKML_ROWS` (`all`; `first` answers one CSV row only, and JSON Lines in AWS's list-of-lists text).
 * Throws `ScoringError` when the bundle cannot be loaded, or the schema does not fit it (on AWS that shows with the first request).
 */
export const loadSparkmlContainer: LoadNativeContainer = async ({ files, environment }) => {
  const semantics = readSemantics(environment['CATENARY_MLEAP_SEMANTICS']);
  const rows = readSwitch(environment, 'CATENARY_SPARKML_ROWS', ['all', 'first']);
  const engine = await openSparkmlEngine(files, semantics, readAnsi(environment['CATENARY_SPARK_ANSI']));
  const stated = environment['SAGEMAKER_SPARKML_SCHEMA'];
  const programs = new SparkmlPrograms(engine, stated ?? findSchemaFile(files));
  programs.checkDefault(stated === undefined ? 'schema.json of the archive' : 'SAGEMAKER_SPARKML_SCHEMA');
  return new SparkmlContainer(programs, rows === 'first', environment['SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT']);
};

/** The value of a switch of ours; the first one is the default. */
function readSwitch(environment: Readonly<Record<string, string>>, name: string, values: readonly string[]): string {
  const value = own(environment, name)?.trim() || values[0];
  if (values.includes(value as string)) return value as string;
  throw new ScoringError('bad_model', `${name} is "${value}"; it can be ${values.join(' or ')}.`);
}

/** `schema.json` beside `bundle.json`. */
function findSchemaFile(files: ModelFiles): string | undefined {
  const path = [...files.keys()].find((name) => /^([^/]+\/)?schema\.json$/.test(name));
  return path === undefined ? undefined : Buffer.from(defined(files.get(path))).toString('utf8');
}

/** The surface of AWS's SparkML serving container, version 3.3, over a compiled bundle. */
class SparkmlContainer implements NativeContainer {
  readonly #programs: SparkmlPrograms;
  readonly #isFirstOnly: boolean;
  readonly #defaultAccept: string | undefined;

  constructor(programs: SparkmlPrograms, isFirstOnly: boolean, defaultAccept: string | undefined) {
    this.#programs = programs;
    this.#isFirstOnly = isFirstOnly;
    this.#defaultAccept = defaultAccept;
  }

  decode(request: ContainerRequest): Frame | ContainerAnswer {
    const type = readContentType(request.contentType);
    if (type === undefined) {
      const found = request.contentType === undefined ? 'none' : `"${request.contentType}"`;
      return refusal(415, `Content-Type must be text/csv, application/json or application/jsonlines; it is ${found}.`);
    }
    const maxRows = this.#isFirstOnly ? 1 : Number.MAX_SAFE_INTEGER;
    const frame = decodeRequest(request, this.#programs, { type, maxRows });
    return this.#isFirstOnly && type === 'application/jsonlines' ? { ...frame, origin: 'jsonlines' } : frame;
  }

  adopt(frame: Frame, type: string): Frame | undefined {
    const program = this.#programs.defaultIfAny;
    if (program === undefined || mediaType(type) !== 'text/csv' || (this.#isFirstOnly && frame.rowCount > 1))
      return undefined;
    const wanted = program.model.inputSchema;
    if (frame.rejections !== undefined || frame.rowCount === 0 || frame.columns.length !== wanted.fields.length)
      return undefined;
    const isSame = frame.columns.every((column, at) => {
      const field = wanted.fields[at];
      return (
        isWrittenWhole(column, frame.schema.fields[at]) &&
        field?.type.base === 'double' &&
        field.type.shape === 'scalar'
      );
    });
    if (!isSame) return undefined;
    return { schema: wanted, columns: frame.columns, rowCount: frame.rowCount };
  }

  score(frame: Frame): Frame | ContainerAnswer {
    const scored = this.#programs.ofFrame(frame.schema).model.call('transform', frame);
    const first = scored.rejections?.entries().next().value;
    if (first !== undefined)
      return refuseRow(...firstByRow(scored.rejections as ReadonlyMap<number, Rejection>, first));
    return this.#isFirstOnly ? { ...scored, origin: frame.origin } : scored;
  }

  mediaTypeFor(accept: string | undefined, frame?: Frame): string | undefined {
    if (this.#isWrapped(frame)) return undefined;
    const picked = pickAccept(accept, this.#defaultAccept);
    return picked === undefined ? undefined : mediaTypeOf(picked);
  }

  encode(frame: Frame, accept: string | undefined): ContainerAnswer {
    const picked = pickAccept(accept, this.#defaultAccept);
    if (picked === undefined)
      return refusal(400, 'Accept value passed via request or environment variable is not valid');
    const { output } = this.#programs.ofFrame(frame.schema).schema;
    const column = frame.columns[0];
    const field = frame.schema.fields[0];
    if (column === undefined || field === undefined) return refusal(400, 'The bundle made no output column.');
    const textOf = rowWriter(column, frame.rowCount, { base: field.type.base, accept: picked, output });
    const body = writeRows(frame.rowCount, textOf, this.#isWrapped(frame) ? wrapped : aroundRows(picked));
    return { status: 200, contentType: mediaTypeOf(picked), body };
  }

  /** Of a schema whose columns are single values; what makes a list or a vector of a cell is not known here. */
  get rowWidth(): RowWidth | undefined {
    const fields = this.#programs.defaultIfAny?.model.inputSchema.fields;
    if (fields?.every(({ type }) => type.shape === 'scalar') !== true) return undefined;
    return { least: fields.length, most: fields.length };
  }

  executionParameters(): ExecutionParameters {
    return { maxConcurrentTransforms: availableParallelism(), batchStrategy: 'SINGLE_RECORD', maxPayloadInMB: 5 };
  }

  /** AWS's answers to JSON Lines are a list of lists, which is none of the media types. */
  #isWrapped(frame: Frame | undefined): boolean {
    return this.#isFirstOnly && frame?.origin === 'jsonlines';
  }
}

/** A list of lists, as AWS's container writes it; there is at least one row. */
const wrapped: AroundRows = { head: '[[', between: '], [', tail: ']]' };

const aroundRows = (accept: SparkmlAccept): AroundRows =>
  accept === 'application/json' ? { head: '{"predictions":[', between: ',', tail: ']}' } : { between: '\n' };

/** Whether a column's doubles are what its text is read as: numpy writes a float32 with few digits, which are another double. */
function isWrittenWhole(column: Column, field: Field | undefined): boolean {
  const base = field?.type.base;
  return (
    column.kind === 'number' &&
    column.nulls === undefined &&
    (base === 'double' || base === 'float') &&
    field?.numbers !== 'float32'
  );
}

function firstByRow(rejections: ReadonlyMap<number, Rejection>, first: [number, Rejection]): [number, Rejection] {
  let least = first;
  for (const entry of rejections) if (entry[0] < least[0]) least = entry;
  return least;
}

/** One row without an answer fails the request, as on AWS. */
function refuseRow(row: number, rejection: Rejection): ContainerAnswer {
  if (rejection.kind === 'skipped') {
    return refusal(400, `The row is dropped by a handle_invalid of "skip", so it has no answer (row ${row + 1})`, {
      row,
    });
  }
  const { column, value } = rejection.error.place;
  return refusal(400, rejection.error.message, { row, ...present({ column, value }) });
}
