import { decodeNpy, encodeNpy, encodeNpyIntegers, encodeNpyTexts } from '@catenary/scoring/internal/formats';
import { formatPythonJsonNumber } from '@catenary/scoring/internal/text';
import {
  type InputRules,
  type JsonRow,
  jsonTable,
  integerText,
  type ModelAnswer,
  parseModelJson,
  writeAnswer,
} from '@catenary/scoring/internal/models';
import { cellList, columnCount, columnOf, ScoringError, type Table, toMatrix } from '@catenary/scoring/internal/frame';
import { own } from '@catenary/scoring/internal/names';
import { mediaType } from '../../../../contract/media-type.ts';
import type { ContainerAnswer, ContainerRequest } from '../../payload.ts';
import { askedType } from '../asked-type.ts';
import { csvOfFile } from '../csv-of-file.ts';
import { refusal } from '../refusal.ts';
import { isObject } from '../../../../util/is-object.ts';

/** Media type → how a request body is read, and how an answer is written. The container's own three. */
const decoders: Readonly<Record<string, (request: ContainerRequest, model: InputRules) => Table>> = {
  'application/json': decodeJson,
  'text/csv': ({ body, file }, model) => csvOfFile(body.toString('utf8'), model, file),
  'application/x-npy': decodeArray,
};

const encoders: Readonly<Record<string, (answer: ModelAnswer) => string | Uint8Array>> = {
  'application/json': encodeJson,
  'text/csv': writeAnswer,
  'application/x-npy': encodeArray,
};

/** The rows of a request, or the refusal of its content type. Throws `ScoringError` for a body that is not what it says. */
export function decodeTable(request: ContainerRequest, model: InputRules): Table | ContainerAnswer {
  const type = mediaType(request.contentType) ?? 'application/json';
  const decode = own(decoders, type);
  if (decode !== undefined) return decode(request, model);
  return refusal(415, `Content type ${type} is not supported; send ${Object.keys(decoders).join(', ')}.`);
}

/** The media type that an answer is written as for this Accept, or undefined for one that is not known. */
export function answerType(accept: string | undefined, usual: string): string | undefined {
  const type = askedType(mediaType(accept)) ?? usual;
  return Object.hasOwn(encoders, type) ? type : undefined;
}

/** An answer as the media type that `accept` asks for, or the refusal. */
export function encodeTable(answer: ModelAnswer, accept: string | undefined, usual: string): ContainerAnswer {
  const type = answerType(accept, usual);
  const encode = type === undefined ? undefined : own(encoders, type);
  if (type === undefined || encode === undefined) {
    const asked = mediaType(accept) ?? usual;
    return refusal(406, `Accept type ${asked} is not supported; ask for ${Object.keys(encoders).join(', ')}.`);
  }
  return { status: 200, body: Buffer.from(encode(answer)), contentType: type };
}

/** A list of rows (lists or objects by column name), one row as a list or an object, or a list of texts for a model over texts. */
function decodeJson({ body }: ContainerRequest, model: InputRules): Table {
  let value: unknown;
  try {
    value = parseModelJson(body.toString('utf8'), model);
  } catch {
    throw new ScoringError('bad_input', 'The body is no JSON.');
  }
  // A transform job sends a record of Parquet as an object.
  if (isObject(value)) return jsonTable([value], model);
  if (!Array.isArray(value)) throw new ScoringError('bad_input', 'The body must be a list of rows.');
  const isRows = value.every((row: unknown) => typeof row === 'object' && row !== null);
  if (isRows) return jsonTable(value as JsonRow[], model);
  return jsonTable(model.takesTexts ? value.map((text: unknown) => [text]) : [value as unknown[]], model);
}

function decodeArray({ body }: ContainerRequest): Table {
  const { shape, values } = decodeNpy(body);
  const [rows, columns] = shape.length === 2 ? shape : [1, values.length];
  return { kind: 'matrix', rows: rows as number, columns: columns as number, values };
}

const jsonTexts: Readonly<Record<ModelAnswer['numbers'], (value: number) => string>> = {
  float32: formatPythonJsonNumber,
  float64: formatPythonJsonNumber,
  integer: integerText,
  boolean: (value) => (value === 0 ? 'false' : 'true'),
};

/** As `json.dumps(answer.tolist())`: a list of values, or of lists where a row has several or numpy's shape is (n, 1). */
function encodeJson({ table, numbers, isNested, isBytes }: ModelAnswer): string {
  if (isBytes === true)
    throw new ScoringError('unsupported_model', 'The labels are bytes, which JSON does not have; ask for text/csv.');
  const isList = columnCount(table) !== 1 || isNested === true;
  const format = jsonTexts[numbers];
  const width = columnCount(table);
  const columns = Array.from({ length: width }, (_none, column) => cellList(columnOf(table, column)));
  const rows = Array.from({ length: table.rows }, (_none, row) => {
    const cells = columns.map((values) => {
      const cell = values[row];
      if (typeof cell === 'number') return format(cell);
      // Integers that no double holds are their digits.
      return numbers === 'integer' ? (cell ?? 'null') : JSON.stringify(cell ?? null);
    });
    return isList ? `[${cells.join(', ')}]` : cells[0];
  });
  return `[${rows.join(', ')}]`;
}

function encodeArray({ table, numbers, code, isNested, isBytes }: ModelAnswer): Uint8Array {
  const columns = columnCount(table);
  const shape = columns === 1 && isNested !== true ? [table.rows] : [table.rows, columns];
  const isTexts = table.kind === 'mixed' && table.cells.some(({ kind }) => kind === 'string');
  if (!isTexts) {
    const { values } = toMatrix(table);
    if (numbers !== 'integer' || code === undefined) return encodeNpy({ shape, values }, numbers);
    return encodeNpyIntegers(shape, Array.from(values, integerText), code);
  }
  if (isBytes === true)
    throw new ScoringError('unsupported_model', 'The labels are bytes, which are written as text/csv only.');
  const lists = table.cells.map((cells) => cellList(cells));
  const texts = Array.from({ length: table.rows }, (_none, row) => lists.map((list) => String(list[row] ?? ''))).flat();
  if (numbers === 'integer') return encodeNpyIntegers(shape, texts, code ?? '<i8');
  return encodeNpyTexts(shape, texts, code === undefined ? 1 : Number(code.slice(2)));
}
