import { isUtf8 } from 'node:buffer';
import type { ProcessingPlan } from '../plan/processing.ts';
import { parseExactJson, writeExactJson } from './exact-json.ts';
import { JsonPathError } from './json-path-error.ts';
import { isJsonObject, selectFields, selectJson } from './select-json.ts';

/**
 * InputFilter, JoinSource, OutputFilter on one record (developer guide, "Associate Prediction Results with Input
 * Records"): what the chain gets of it, and what of the record and the chain's answer goes to the output.
 */
export interface DataProcessing {
  filterInput(record: Buffer): Buffer;
  /**
   * One record of the input and the chain's answer to it, to one record of the output. `isNull`: the record is one cell that is
   * null, quoted only because an empty line is no record.
   */
  combine(record: Buffer, output: Buffer, isNull?: boolean): Buffer;
}

/** The filters and the join of a plan, to be carried out. */
export function dataProcessing(plan: ProcessingPlan): DataProcessing {
  return plan.dialect === 'csv' ? csvProcessing(plan) : jsonProcessing(plan);
}

function csvProcessing({ input, output, joins }: ProcessingPlan): DataProcessing {
  return {
    filterInput: (record) =>
      input.length === 0 ? record : writeFields(selectFields(input, readFields(record, 'input'))),
    combine(record, answer, isNull = false) {
      const given = joins ? (isNull ? [''] : readFields(record, 'input')) : [];
      const fields = [...given, ...readFields(answer, 'output')];
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

function jsonProcessing({ input, output, joins }: ProcessingPlan): DataProcessing {
  return {
    filterInput: (record) => (input.length === 0 ? record : writeJson(selectJson(input, readJson(record, 'input')))),
    combine(record, answer) {
      if (!joins) return writeJson(selectJson(output, readJson(answer, 'output')));
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
  // NaN and infinities, as Python writes them, are no JSON.
  if (/[\n\r]|NaN|Infinity/.test(input + output) || input.includes('SageMakerOutput')) return undefined;
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

const writeJson = (value: unknown) => Buffer.from(writeExactJson(value));
