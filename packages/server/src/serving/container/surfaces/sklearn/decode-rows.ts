import { decodeNpy } from '@catenary/scoring/internal/formats';
import { type Frame, ScoringError, vectorFrame } from '@catenary/scoring/internal/frame';
import { type InputRules, type JsonRow, jsonFrame, parseModelJson } from '@catenary/scoring/internal/model-inputs';
import { own } from '@catenary/scoring/internal/names';
import { mediaType } from '../../../../contract/media-type.ts';
import { isObject } from '../../../../util/is-object.ts';
import type { ContainerAnswer, ContainerRequest } from '../../payload.ts';
import { csvOfFile } from '../csv-of-file.ts';
import { refusal } from '../refusal.ts';

/** Media type → how a request body is read. The container's own three. */
const decoders: Readonly<Record<string, (request: ContainerRequest, model: InputRules) => Frame>> = {
  'application/json': decodeJson,
  'text/csv': ({ body, file }, model) => csvOfFile(body.toString('utf8'), model, file),
  'application/x-npy': decodeArray,
};

/** The rows of a request, or the refusal of its content type. Throws `ScoringError` for a body that is not what it says. */
export function decodeRows(request: ContainerRequest, model: InputRules): Frame | ContainerAnswer {
  const type = mediaType(request.contentType) ?? 'application/json';
  const decode = own(decoders, type);
  if (decode !== undefined) return decode(request, model);
  return refusal(415, `Content type ${type} is not supported; send ${Object.keys(decoders).join(', ')}.`);
}

/** A list of rows (lists or objects by column name), one row as a list or an object, or a list of texts for a model over texts. */
function decodeJson({ body }: ContainerRequest, model: InputRules): Frame {
  let value: unknown;
  try {
    value = parseModelJson(body.toString('utf8'), model);
  } catch {
    throw new ScoringError('bad_input', 'The body is no JSON.');
  }
  // A transform job sends a record of Parquet as an object.
  if (isObject(value)) return jsonFrame([value], model);
  if (!Array.isArray(value)) throw new ScoringError('bad_input', 'The body must be a list of rows.');
  const isRows = value.every((row: unknown) => typeof row === 'object' && row !== null);
  if (isRows) return jsonFrame(value as JsonRow[], model);
  return jsonFrame(model.takesTexts ? value.map((text: unknown) => [text]) : [value as unknown[]], model);
}

/** Integers beyond 2^53 keep their digits for a model that has them as categories. */
function decodeArray({ body }: ContainerRequest, model: InputRules): Frame {
  const { shape, values, integers } = decodeNpy(body);
  const [rowCount = 0, columnCount = 0] = shape.length === 2 ? shape : [1, values.length];
  if (integers === undefined || model.readsCells !== true) return vectorFrame({ values, rowCount, columnCount }, 'npy');
  const cells = integers.map((value) => (Number.isSafeInteger(Number(value)) ? Number(value) : value));
  const rowOf = (_none: unknown, row: number) => cells.slice(row * columnCount, (row + 1) * columnCount);
  return jsonFrame(Array.from({ length: rowCount }, rowOf), model);
}
