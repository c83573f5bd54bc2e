import { availableParallelism } from 'node:os';
import { decodeNpy, encodeNpy } from '../../../../scoring/codec/npy.ts';
import { formatPythonJsonNumber } from '../../../../scoring/codec/python-float.ts';
import type { Frame } from '../../../../scoring/frame/frame.ts';
import type { ModelAnswer, ModelFile } from '../../../../scoring/model-file/model-file.ts';
import { findModelFile, openModelFile } from '../../../../scoring/model-file/open-model-file.ts';
import { type JsonRow, jsonTable, readInput } from '../../../../scoring/model-file/read-input.ts';
import { writeAnswer } from '../../../../scoring/model-file/write-answer.ts';
import { ScoringError } from '../../../../scoring/scoring-error.ts';
import { columnCount, columnOf, type Table, toMatrix } from '../../../../scoring/sklearn/table.ts';
import type { ContainerAnswer, Payload } from '../../payload.ts';
import type { ExecutionParameters } from '../../stage.ts';
import type { LoadNativeContainer, NativeContainer, NativeContainerDefinition } from '../native-container.ts';
import { adoptTable, frameTable, tableFrame } from './table-frame.ts';

/** Media type → how a request body is read, and how an answer is written. The container's own three. */
const decoders: Readonly<Record<string, (body: Buffer, model: ModelFile) => Table>> = {
  'application/json': decodeJson,
  'text/csv': (body, model) => readInput(body.toString('utf8'), { format: 'csv', hasHeader: false }, model) as Table,
  'application/x-npy': decodeArray,
};

const encoders: Readonly<Record<string, (answer: ModelAnswer) => string | Uint8Array>> = {
  'application/json': encodeJson,
  'text/csv': writeAnswer,
  'application/x-npy': encodeArray,
};

/**
 * Serves a fitted model without a script, on the surface of AWS's scikit-learn container: `predict` over JSON, CSV or
 * .npy. AWS has no default loader; this is ours. Cells stay doubles, and one row stays a row (AWS's container rounds to
 * float32 and refuses a single CSV row). Throws `ScoringError` if the model is not read natively.
 */
export const loadSklearnContainer = ((definition) => new SklearnContainer(definition)) satisfies LoadNativeContainer;

class SklearnContainer implements NativeContainer {
  readonly #model: ModelFile;
  readonly #defaultAccept: string;

  constructor({ files, environment }: NativeContainerDefinition) {
    const found = findModelFile(files);
    if (found === undefined) throw new ScoringError('bad_model', 'The artifact holds no model file.');
    this.#model = openModelFile(found.path, files.get(found.path) as Uint8Array);
    this.#defaultAccept = environment['SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT'] || 'application/json';
  }

  decode(request: Payload): Frame | ContainerAnswer {
    const type = mediaType(request.contentType) ?? 'application/json';
    const decode = Object.hasOwn(decoders, type) ? decoders[type] : undefined;
    if (decode === undefined) {
      return refusal(415, `Content type ${type} is not supported; send ${Object.keys(decoders).join(', ')}.`);
    }
    return tableFrame(decode(request.body, this.#model));
  }

  adopt(frame: Frame, type: string): Frame | undefined {
    return type === 'text/csv' && !this.#model.takesTexts ? adoptTable(frame) : undefined;
  }

  score(frame: Frame): Frame {
    const { table, numbers } = this.#model.call('predict', frameTable(frame).table);
    return tableFrame(table, numbers);
  }

  mediaTypeFor(accept: string | undefined): string | undefined {
    const asked = mediaType(accept) ?? '*/*';
    const type = asked === '*/*' ? this.#defaultAccept : asked;
    return Object.hasOwn(encoders, type) ? type : undefined;
  }

  encode(frame: Frame, accept: string | undefined): ContainerAnswer {
    const type = this.mediaTypeFor(accept);
    const encode = type === undefined ? undefined : encoders[type];
    if (type === undefined || encode === undefined) {
      const asked = mediaType(accept) ?? this.#defaultAccept;
      return refusal(406, `Accept type ${asked} is not supported; ask for ${Object.keys(encoders).join(', ')}.`);
    }
    return { status: 200, body: Buffer.from(encode(frameTable(frame))), contentType: type };
  }

  executionParameters(): ExecutionParameters {
    return { maxConcurrentTransforms: availableParallelism(), batchStrategy: 'MULTI_RECORD', maxPayloadInMB: 6 };
  }
}

const mediaType = (header: string | undefined) => header?.split(';')[0]?.trim().toLowerCase() || undefined;

const refusal = (status: number, message: string): ContainerAnswer => ({
  status,
  body: Buffer.from(message),
  contentType: 'text/plain',
});

/** A list of rows (lists or objects by column name), one row as a list, or a list of texts for a model over texts. */
function decodeJson(body: Buffer, model: ModelFile): Table {
  let value: unknown;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch {
    throw new ScoringError('bad_input', 'The body is no JSON.');
  }
  if (!Array.isArray(value)) throw new ScoringError('bad_input', 'The body must be a list of rows.');
  const isRows = value.every((row: unknown) => typeof row === 'object' && row !== null);
  if (isRows) return jsonTable(value as JsonRow[]);
  return jsonTable(model.takesTexts ? value.map((text: unknown) => [text]) : [value as unknown[]]);
}

function decodeArray(body: Buffer): Table {
  const { shape, values } = decodeNpy(body);
  const [rows, columns] = shape.length === 2 ? shape : [1, values.length];
  return { kind: 'matrix', rows: rows as number, columns: columns as number, values };
}

/** As `json.dumps(answer.tolist())`: a list of values, or of lists where a row has several. */
function encodeJson({ table, numbers }: ModelAnswer): string {
  const width = columnCount(table);
  const columns = Array.from({ length: width }, (_none, column) => columnOf(table, column));
  const rows = Array.from({ length: table.rows }, (_none, row) => {
    const cells = columns.map(({ values }) => {
      const cell = values[row];
      if (typeof cell !== 'number') return JSON.stringify(cell ?? null);
      return numbers === 'integer' ? String(cell) : formatPythonJsonNumber(cell);
    });
    return width === 1 ? cells[0] : `[${cells.join(', ')}]`;
  });
  return `[${rows.join(', ')}]`;
}

function encodeArray({ table, numbers }: ModelAnswer): Uint8Array {
  const { rows, columns, values } = toMatrix(table);
  return encodeNpy({ shape: columns === 1 ? [rows] : [rows, columns], values }, numbers === 'integer');
}
