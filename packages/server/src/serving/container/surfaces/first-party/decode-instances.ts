import { type RecordTensor, readRecordFeatures, readRecordIo } from '@catenary/scoring/internal/formats';
import { type Frame, ScoringError, vectorFrame } from '@catenary/scoring/internal/frame';
import { numberAdvice, parsePythonFloat, parsePythonJson, readCsvCells } from '@catenary/scoring/internal/text';
import { present } from '@catenary/scoring/internal/values';
import type { FileFacts } from '../../file-facts.ts';
import type { ContainerRequest } from '../../payload.ts';
import { shapeOfFile } from '../shape-of-file.ts';

/** One row: its values, for a sparse one their places, and the row's width if it says so. */
interface Instance {
  readonly values: readonly number[];
  readonly keys?: readonly number[];
  readonly width?: number;
}

/** Most cells that sparse rows may stand for. */
const MAX_CELLS = 2 ** 27;

/** Media type → the rows of a body. Each throws `ScoringError` `bad_input` with the row. */
export const instanceDecoders: Readonly<Record<string, (request: ContainerRequest, featureCount: number) => Frame>> = {
  'text/csv': ({ body, file }) =>
    toRows(readCsvCells(body.toString('utf8'), shapeOfFile(file)).map(csvInstance), undefined),
  'application/json': ({ body }, width) => toRows(readJson(body).map(jsonInstance), width),
  'application/jsonlines': ({ body, file }, width) => toRows(jsonInstances(body), width, firstOf(file, jsonInstances)),
  'application/x-recordio-protobuf': ({ body, file }, width) =>
    toRows(recordInstances(body), width, firstOf(file, recordInstances)),
};

const jsonInstances = (body: Buffer) => readJsonLines(body).map(jsonInstance);
const recordInstances = (body: Buffer) => readRecordIo(body).map(recordInstance);

/** The first record of the file that the request is a part of gives the width of all; undefined if none can be read. */
function firstOf(file: FileFacts | undefined, read: (body: Buffer) => Instance[]): Instance | undefined {
  if (file?.firstRecord === undefined) return undefined;
  try {
    return read(Buffer.from(file.firstRecord))[0];
  } catch (error) {
    if (error instanceof ScoringError) return undefined;
    throw error;
  }
}

function csvInstance(record: readonly { readonly text: string }[], row: number): Instance {
  const values = record.map(({ text }, column) => {
    const value = parsePythonFloat(text);
    if (value === undefined)
      throw new ScoringError(
        'bad_input',
        `Row ${row + 1}, column ${column} is no number: "${text.slice(0, 100)}".${numberAdvice(text)}`,
        { row, column, value: text },
      );
    return value;
  });
  return { values };
}

function parseJson(text: string, what: string): unknown {
  try {
    // These containers are written in Python, whose JSON has NaN and infinities.
    return parsePythonJson(text, (json): unknown => JSON.parse(json));
  } catch {
    throw new ScoringError('bad_input', `${what} is no JSON.`);
  }
}

function readJson(body: Buffer): readonly unknown[] {
  const { instances } = (parseJson(body.toString('utf8'), 'The body') ?? {}) as { instances?: unknown };
  if (!Array.isArray(instances)) throw new ScoringError('bad_input', 'The body has no list "instances".');
  return instances;
}

function readJsonLines(body: Buffer): readonly unknown[] {
  const lines = body.toString('utf8').split('\n');
  if (lines.at(-1)?.trim() === '') lines.pop();
  return lines.map((line, row) => parseJson(line, `Line ${row + 1}`));
}

/** `{features: [...]}`, `{data: {features: {values}}}`, or with `keys` and `shape` beside `values`. */
function jsonInstance(instance: unknown, row: number): Instance {
  const { features, data } = (instance ?? {}) as { features?: unknown; data?: { features?: unknown } };
  const dense = features ?? (data as { features?: { values?: unknown } } | undefined)?.features?.values;
  const { keys, shape } = (data?.features ?? {}) as { keys?: unknown; shape?: unknown };
  if (!isNumbers(dense) || (keys !== undefined && !isNumbers(keys)))
    throw new ScoringError('bad_input', `Instance ${row + 1} has no list of numbers as its features.`, { row });
  return { values: dense, ...present({ keys, width: widthOf(isNumbers(shape) ? shape : []) }) };
}

const isNumbers = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'number');

function recordInstance(record: Uint8Array, row: number): Instance {
  const tensor: RecordTensor | undefined = readRecordFeatures(record).get('values');
  if (tensor === undefined)
    throw new ScoringError('bad_input', `Record ${row + 1} has no feature named values.`, { row });
  const { values, keys, shape } = tensor;
  const width = widthOf(shape);
  // A sparse row of zeros has nothing but its shape.
  const isSparse = keys.length > 0 || (values.length === 0 && width !== undefined);
  return { values, ...present({ keys: isSparse ? keys : undefined, width }) };
}

/** How many features a shape stands for; undefined without one. */
const widthOf = (shape: readonly number[]): number | undefined =>
  shape.length === 0 ? undefined : shape.reduce((size, length) => size * length, 1);

/** What sparse rows lack are zeros; without a shape they are as wide as the model. */
function toRows(instances: readonly Instance[], featureCount: number | undefined, firstOfFile?: Instance): Frame {
  const first = firstOfFile ?? instances[0];
  if (first === undefined) throw new ScoringError('bad_input', 'The body has no row.');
  const columnCount = first.keys === undefined ? first.values.length : (first.width ?? featureCount ?? 0);
  if (!(columnCount * instances.length <= MAX_CELLS))
    throw new ScoringError('bad_input', `${instances.length} rows of ${columnCount} features are too many at once.`);
  const values = new Float64Array(instances.length * columnCount);
  instances.forEach(({ values: own, keys, width }, row) => {
    const isWhole = (width ?? columnCount) === columnCount && (keys !== undefined || own.length === columnCount);
    const fits = keys === undefined || (keys.length === own.length && arePlaces(keys, columnCount));
    if (!isWhole || !fits)
      throw new ScoringError(
        'bad_input',
        `Row ${row + 1} does not have ${columnCount} features, or keys outside of them, or one of them twice.`,
        {
          row,
        },
      );
    own.forEach((value, at) => (values[row * columnCount + (keys?.[at] ?? at)] = value));
  });
  return vectorFrame({ values, rowCount: instances.length, columnCount });
}

/** Whether these are different places among that many. */
const arePlaces = (keys: readonly number[], count: number) =>
  keys.every((key) => Number.isInteger(key) && key >= 0 && key < count) && new Set(keys).size === keys.length;
