import { type Frame, ScoringError } from '@catenary/scoring/internal/frame';
import { mayLoseNumberText, trimEndOf } from '@catenary/scoring/internal/text';
import { mediaType } from '../../../../contract/media-type.ts';
import { isObject } from '../../../../util/is-object.ts';
import { jsonExcess } from '../../../../util/json-excess.ts';
import type { FileFacts } from '../../file-facts.ts';
import type { ContainerRequest } from '../../payload.ts';
import { decodeJsonRecords, WrittenNumber } from './decode-json-records.ts';
import { decodeNamedRecords, isNamedRecord, type NamedRecord } from './decode-named-records.ts';
import type { SparkmlPrograms } from './sparkml-programs.ts';

/** The media types that AWS's container takes. */
export type SparkmlMediaType = 'text/csv' | 'application/json' | 'application/jsonlines';

/** The media type of a Content-Type header without its parameters, if the container takes it. */
export function readContentType(contentType: string | undefined): SparkmlMediaType | undefined {
  const name = mediaType(contentType);
  return name === 'text/csv' || name === 'application/json' || name === 'application/jsonlines' ? name : undefined;
}

/** Depth of lists and objects in JSON. Records need four; a body of brackets takes forty times its size of memory. */
const maxDepth = 500;

/** Values of one JSON text, which is one record or a list of them. Numbers with their texts take a hundred bytes each. */
const maxValues = 1_000_000;

/** What a request is written in, and how many rows of CSV are read of it. */
export interface RequestForm {
  readonly type: SparkmlMediaType;
  readonly maxRows: number;
}

/** Throws `bad_input` and, for a schema that does not fit the bundle, what `loadBundle` throws. */
export function decodeRequest(
  request: ContainerRequest,
  programs: SparkmlPrograms,
  { type, maxRows }: RequestForm,
): Frame {
  if (request.body.length === 0) throw new ScoringError('bad_input', 'The request has no body.');
  if (type === 'text/csv') {
    const frame = programs.default.decodeCsv(request, maxRows);
    if (frame.rowCount === 0) throw new ScoringError('bad_input', 'The request holds no record.');
    return frame;
  }
  if (jsonExcess(request.body, { depth: maxDepth }) !== undefined) {
    throw new ScoringError('bad_input', `The request nests lists and objects more than ${maxDepth} deep.`);
  }
  const text = request.body.toString('utf8');
  return type === 'application/json' ? decodeJson(text, programs) : decodeJsonLines(text, programs, request.file);
}

interface JsonRequest {
  readonly schema: unknown;
  readonly data: readonly unknown[];
}

/** A request of AWS's container; or (ours) a record by name, or a list of these. */
function decodeJson(text: string, programs: SparkmlPrograms): Frame {
  const parsed = parseJson(text, 'The request');
  const named = Array.isArray(parsed) ? (parsed as unknown[]) : [parsed];
  if (named.length > 0 && named.every(isNamedRecord)) return decodeNamed(named, programs);
  const { schema, data } = readJsonRequest(parsed, 'The request');
  return decodeJsonRecords([data], programs.forSchema(schema).model.inputSchema);
}

/**
 * The schema of the first line holds for all lines, that of a file's first line for the whole file; a line holds one
 * record, or a list of records. Ours: a record by name a line.
 */
function decodeJsonLines(text: string, programs: SparkmlPrograms, file: FileFacts | undefined): Frame {
  const parsed = parseLines(trimEndOf(text, '\r\n'));
  if (parsed.some(isNamedRecord)) return decodeNamed(parsed, programs);
  const requests = parsed.map((request, at) => readJsonRequest(request, `Line ${at + 1}`));
  const records = requests.flatMap(({ data }) =>
    data.length > 0 && data.every((item) => Array.isArray(item)) ? (data as readonly unknown[][]) : [data],
  );
  const first = file?.firstRecord === undefined ? requests[0] : firstOf(Buffer.from(file.firstRecord).toString('utf8'));
  return decodeJsonRecords(records, programs.forSchema(first?.schema).model.inputSchema);
}

/** One line after the other: of a body of line feeds alone millions of lines would be made before the first is refused. */
function parseLines(text: string): unknown[] {
  const parsed: unknown[] = [];
  for (let begin = 0; begin <= text.length; ) {
    const feed = text.indexOf('\n', begin);
    const end = feed < 0 ? text.length : feed;
    const line = text.slice(begin, feed > begin && text[feed - 1] === '\r' ? feed - 1 : end);
    parsed.push(parseJson(line, `Line ${parsed.length + 1}`, parsed.length));
    begin = end + 1;
  }
  return parsed;
}

function firstOf(line: string): JsonRequest | undefined {
  try {
    return readJsonRequest(parseJson(line, 'The first line'), 'The first line');
  } catch (error) {
    if (error instanceof ScoringError) return undefined;
    throw error;
  }
}

function decodeNamed(records: readonly unknown[], programs: SparkmlPrograms): Frame {
  records.forEach((record, row) => {
    if (!isNamedRecord(record))
      throw new ScoringError('bad_input', `Line ${row + 1} is no record by name, as other lines are.`, { row });
  });
  return decodeNamedRecords(records as readonly NamedRecord[], programs.byName.model.inputSchema);
}

function parseJson(text: string, where: string, row?: number): unknown {
  const place = row === undefined ? {} : { row };
  if (text.length > 2 * maxValues && jsonExcess(Buffer.from(text), { depth: maxDepth, values: maxValues }) === 'values')
    throw new ScoringError('bad_input', `${where} holds more than ${maxValues} values.`, place);
  try {
    return JSON.parse(text, mayLoseNumberText(text) ? keepText : undefined);
  } catch (error) {
    const message = `${where} is not JSON: ${error instanceof Error ? error.message : ''}`;
    throw new ScoringError('bad_input', message, place);
  }
}

function readJsonRequest(parsed: unknown, where: string): JsonRequest {
  if (!isObject(parsed)) throw new ScoringError('bad_input', `${where} is no JSON object with "data".`);
  const unknown = Object.keys(parsed).find((key) => key !== 'schema' && key !== 'data');
  if (unknown !== undefined) throw new ScoringError('bad_input', `${where} has the unknown property "${unknown}".`);
  const { schema, data } = parsed as Partial<JsonRequest>;
  if (!Array.isArray(data)) throw new ScoringError('bad_input', `${where} has no list "data".`);
  return { schema, data };
}

/** Keeps the texts of numbers beside their values. */
function keepText(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== 'number') return value;
  return new WrittenNumber(value, context?.source ?? String(value));
}
