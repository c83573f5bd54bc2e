import { encodeNpy, encodeNpyIntegers, encodeNpyTexts } from '@catenary/scoring/internal/formats';
import { type Field, type Frame, ScoringError } from '@catenary/scoring/internal/frame';
import { answerCells, answerRows, frameNumbers, integerText, writeFrame } from '@catenary/scoring/internal/models';
import { own } from '@catenary/scoring/internal/names';
import { formatPythonJsonNumber } from '@catenary/scoring/internal/text';
import { mediaType } from '../../../../contract/media-type.ts';
import type { ContainerAnswer } from '../../payload.ts';
import { askedType } from '../asked-type.ts';
import { refusal } from '../refusal.ts';

/** Media type → how an answer is written. The container's own three. */
const encoders: Readonly<Record<string, (answer: Frame) => string | Uint8Array>> = {
  'application/json': encodeJson,
  'text/csv': writeFrame,
  'application/x-npy': encodeArray,
};

/** The media type that an answer is written as for this Accept, or undefined for one that is not known. */
export function answerType(accept: string | undefined, usual: string): string | undefined {
  const type = askedType(mediaType(accept)) ?? usual;
  return Object.hasOwn(encoders, type) ? type : undefined;
}

/** An answer as the media type that `accept` asks for, or the refusal. */
export function encodeAnswer(answer: Frame, accept: string | undefined, usual: string): ContainerAnswer {
  const type = answerType(accept, usual);
  const encode = type === undefined ? undefined : own(encoders, type);
  if (type === undefined || encode === undefined) {
    const asked = mediaType(accept) ?? usual;
    return refusal(406, `Accept type ${asked} is not supported; ask for ${Object.keys(encoders).join(', ')}.`);
  }
  return { status: 200, body: Buffer.from(encode(answer)), contentType: type };
}

const jsonTexts: Readonly<Record<NonNullable<Field['numbers']>, (value: number) => string>> = {
  float32: formatPythonJsonNumber,
  float64: formatPythonJsonNumber,
  bytes: formatPythonJsonNumber,
  integer: integerText,
  boolean: (value) => (value === 0 ? 'false' : 'true'),
};

/** As `json.dumps(answer.tolist())`: a list of values, or of lists where a row has several or numpy's shape is (n, 1). */
function encodeJson(answer: Frame): string {
  const { numbers = 'float64' } = answer.schema.fields[0] ?? {};
  if (numbers === 'bytes')
    throw new ScoringError('unsupported_model', 'The labels are bytes, which JSON does not have; ask for text/csv.');
  const { lists, typeOf } = answerRows(answer, numbers);
  const rows = Array.from({ length: answer.rowCount }, (_none, row) => {
    const cells = lists.map((list, column) => {
      const cell = list[row];
      const type = typeOf(row, column);
      if (typeof cell === 'number') return jsonTexts[type](cell);
      // Integers that no double holds are their digits.
      return type === 'integer' ? (cell ?? 'null') : JSON.stringify(cell ?? null);
    });
    return cells.length !== 1 || answer.schema.isNested === true ? `[${cells.join(', ')}]` : cells[0];
  });
  return `[${rows.join(', ')}]`;
}

function encodeArray(answer: Frame): Uint8Array {
  const { numbers = 'float64', code } = answer.schema.fields[0] ?? {};
  const { rowCount, columns } = answer;
  if (!columns.some(({ kind }) => kind === 'string')) {
    const values = frameNumbers(answer);
    const shape = shapeOf(answer, values.length / rowCount);
    if (numbers !== 'integer' || code === undefined)
      return encodeNpy({ shape, values }, numbers === 'bytes' ? 'float64' : numbers);
    return encodeNpyIntegers(shape, Array.from(values, integerText), code);
  }
  if (numbers === 'bytes')
    throw new ScoringError('unsupported_model', 'The labels are bytes, which are written as text/csv only.');
  const lists = answerCells(answer);
  const texts = Array.from({ length: rowCount }, (_none, row) => lists.map((list) => String(list[row] ?? ''))).flat();
  const shape = shapeOf(answer, lists.length);
  if (numbers === 'integer') return encodeNpyIntegers(shape, texts, code ?? '<i8');
  return encodeNpyTexts(shape, texts, code === undefined ? 1 : Number(code.slice(2)));
}

const shapeOf = ({ rowCount, schema }: Frame, width: number) =>
  width === 1 && schema.isNested !== true ? [rowCount] : [rowCount, width];
