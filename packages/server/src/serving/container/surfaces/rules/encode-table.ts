import type { Column, Frame } from '@catenary/scoring/internal/frame';
import { own } from '@catenary/scoring/internal/names';
import { formatPythonFloat, writeCsvCell } from '@catenary/scoring/internal/text';
import { mediaType } from '../../../../contract/media-type.ts';
import type { ContainerAnswer } from '../../payload.ts';
import { askedType } from '../asked-type.ts';
import { refusal } from '../refusal.ts';

const encoders: Readonly<Record<string, (frame: Frame) => string>> = {
  'text/csv': encodeCsv,
  'application/json': (frame) => JSON.stringify(objectsOf(frame)),
  'application/jsonlines': (frame) =>
    objectsOf(frame)
      .map((row) => `${JSON.stringify(row)}\n`)
      .join(''),
};

const typesOfOrigin: Readonly<Record<string, string>> = {
  json: 'application/json',
  jsonlines: 'application/jsonlines',
};

/** The media type that is asked for, or usual, or that of what came; undefined for one that is not written. */
export function tableType(accept: string | undefined, usual: string | undefined, frame?: Frame): string | undefined {
  const type = askedType(mediaType(accept)) ?? usual ?? own(typesOfOrigin, frame?.origin ?? '') ?? 'text/csv';
  return Object.hasOwn(encoders, type) ? type : undefined;
}

/** Columns as the media type that is asked for, or the refusal. */
export function encodeTable(frame: Frame, accept: string | undefined, usual: string | undefined): ContainerAnswer {
  const contentType = tableType(accept, usual, frame);
  const encode = contentType === undefined ? undefined : own(encoders, contentType);
  if (contentType === undefined || encode === undefined)
    return refusal(
      406,
      `Accept type ${mediaType(accept) ?? usual} is not supported; ask for ${Object.keys(encoders).join(', ')}.`,
    );
  return { status: 200, body: Buffer.from(encode(frame)), contentType };
}

/** Doubles as Python writes them, so that a whole one differs from an integer. */
function encodeCsv({ columns, rowCount, schema }: Frame): string {
  const areDoubles = schema.fields.map(({ type }) => type.base === 'double');
  return Array.from({ length: rowCount }, (_none, row) => {
    const cells = columns.map((column, at) => {
      const cell = cellsOf(column)[row];
      if (cell === null || cell === undefined) return '';
      return typeof cell === 'number' && areDoubles[at] === true ? formatPythonFloat(cell) : writeCsvCell(String(cell));
    });
    return `${cells.join(',')}\n`;
  }).join('');
}

/** JSON has no NaN and no infinity: they are null. */
function objectsOf({ columns, rowCount, schema }: Frame): Record<string, unknown>[] {
  return Array.from({ length: rowCount }, (_none, row) =>
    Object.fromEntries(columns.map((column, at) => [schema.fields[at]?.name ?? '', cellsOf(column)[row] ?? null])),
  );
}

const cellsOf = ({ kind, values }: Column): readonly unknown[] => (kind === 'value' ? values : []);
