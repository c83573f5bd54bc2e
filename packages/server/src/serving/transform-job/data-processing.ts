import { isUtf8 } from 'node:buffer';
import { own } from '@catenary/scoring/internal/names';
import { mediaType } from '../../contract/media-type.ts';
import { parseExactJson } from './exact-json.ts';
import { isJsonObject, type JsonPath, JsonPathError, parseJsonPath, selectFields, selectJson } from './json-path.ts';
import type { TransformRequest } from '../records/transform-request.ts';

/**
 * InputFilter, JoinSource, OutputFilter on one record (developer guide, "Associate Prediction Results with Input
 * Records"): what the chain gets of it, and what of the record and the chain's answer goes to the output.
 */
export interface DataProcessing {
  filterInput(record: Buffer): Buffer;
  /** One record of the input and the chain's answer to it, to one record of the output. */
  combine(record: Buffer, output: Buffer): Buffer;
}

/**
 * The processing a request asks for; undefined if it asks for none. Throws `JsonPathError` for a path that cannot be
 * read.
 */
export function compileDataProcessing(request: TransformRequest): DataProcessing | undefined {
  const {
    InputFilter: input = '$',
    OutputFilter: output = '$',
    JoinSource: join = 'None',
  } = request.DataProcessing ?? {};
  if (input === '$' && output === '$' && join === 'None') return undefined;
  const contentType = mediaType(request.TransformInput.ContentType) ?? '';
  const dialect = own(dialects, contentType);
  if (dialect === undefined) {
    throw new JsonPathError(
      `DataProcessing works on text/csv, application/json and application/jsonlines; ContentType is "${request.TransformInput.ContentType ?? ''}".`,
    );
  }
  const accept = request.TransformOutput.Accept;
  if (accept !== undefined && (mediaType(accept) ?? '') !== contentType) {
    throw new JsonPathError(
      `DataProcessing needs Accept and ContentType to be the same; they are "${accept}" and "${request.TransformInput.ContentType ?? ''}".`,
    );
  }
  return dialect({
    input: parseJsonPath(input, 'InputFilter', contentType),
    output: parseJsonPath(output, 'OutputFilter', contentType),
    join: join === 'Input',
  });
}

interface CompiledPaths {
  readonly input: JsonPath;
  readonly output: JsonPath;
  readonly join: boolean;
}

const dialects: Readonly<Record<string, (paths: CompiledPaths) => DataProcessing>> = {
  'text/csv': csvProcessing,
  'application/json': jsonProcessing,
  'application/jsonlines': jsonProcessing,
};

function csvProcessing({ input, output, join }: CompiledPaths): DataProcessing {
  if ([...input, ...output].some(({ kind }) => kind === 'names'))
    throw new JsonPathError('Names cannot select from CSV: use positions, such as $[0] or $[1:].');
  return {
    filterInput: (record) =>
      input.length === 0 ? record : writeFields(selectFields(input, readFields(record, 'input'))),
    combine(record, answer) {
      const fields = join
        ? [...readFields(record, 'input'), ...readFields(answer, 'output')]
        : readFields(answer, 'output');
      return writeFields(selectFields(output, fields));
    },
  };
}

/**
 * The fields of one CSV line as they are written, quotes and all, so that what is not touched stays as it was: also
 * bytes that are not UTF-8, each of which is a character here.
 */
function readFields(line: Buffer, side: 'input' | 'output'): string[] {
  const text = line.toString('latin1');
  if (!text.includes('"')) return text.split(',');
  const fields: string[] = [];
  const field = /(?:"(?:[^"]|"")*"|[^",]*)(,|$)/y;
  while (field.lastIndex < text.length || fields.length === 0 || text.endsWith(',')) {
    const match = field.exec(text);
    if (match === null) {
      throw new JsonPathError(
        side === 'input'
          ? `Failed to parse input as CSV: ${line.toString('utf8', 0, 200)}`
          : 'Failed to parse output from the algorithm as CSV',
      );
    }
    fields.push(match[0].slice(0, match[0].length - (match[1] as string).length));
    if (match[1] === '') break;
  }
  return fields;
}

const writeFields = (fields: readonly string[]) => Buffer.from(fields.join(','), 'latin1');

function jsonProcessing({ input, output, join }: CompiledPaths): DataProcessing {
  return {
    filterInput: (record) => (input.length === 0 ? record : writeJson(selectJson(input, readJson(record, 'input')))),
    combine(record, answer) {
      if (!join) return writeJson(selectJson(output, readJson(answer, 'output')));
      const joined = output.length === 0 ? joinTexts(readText(record, 'input'), readText(answer, 'output')) : undefined;
      if (joined !== undefined) return Buffer.from(joined);
      return writeJson(selectJson(output, joinJson(readJson(record, 'input'), readJson(answer, 'output'))));
    },
  };
}

/** An object gains `SageMakerOutput`; anything else becomes an object of both. */
function joinJson(input: unknown, output: unknown): unknown {
  return isJsonObject(input)
    ? { ...input, SageMakerOutput: output }
    : { SageMakerInput: input, SageMakerOutput: output };
}

/**
 * The same without writing anything anew, which is faster; undefined where that would not be one line, or one key
 * twice.
 */
function joinTexts(input: string, output: string): string | undefined {
  if (/[\n\r]/.test(input + output) || input.includes('SageMakerOutput')) return undefined;
  const value = parse(input, 'input', JSON.parse);
  parse(output, 'output', JSON.parse);
  const end = `"SageMakerOutput":${output.trim()}}`;
  if (!isJsonObject(value)) return `{"SageMakerInput":${input.trim()},${end}`;
  const isEmpty = Object.keys(value).length === 0;
  return `${input.trim().slice(0, -1).trimEnd()}${isEmpty ? '' : ','}${end}`;
}

const readJson = (bytes: Buffer, side: 'input' | 'output') => parse(readText(bytes, side), side, parseExactJson);

function readText(bytes: Buffer, side: 'input' | 'output'): string {
  if (isUtf8(bytes)) return bytes.toString();
  throw new JsonPathError(
    side === 'input'
      ? `Failed to parse input as JSON: it is not UTF-8: ${bytes.toString('utf8', 0, 200)}`
      : 'Failed to parse output from the algorithm as JSON: it is not UTF-8',
  );
}

function parse(text: string, side: 'input' | 'output', read: (text: string) => unknown): unknown {
  try {
    return read(text);
  } catch {
    throw new JsonPathError(
      side === 'input'
        ? `Failed to parse input as JSON: ${text.slice(0, 200)}`
        : 'Failed to parse output from the algorithm as JSON',
    );
  }
}

const writeJson = (value: unknown) => Buffer.from(JSON.stringify(value));
