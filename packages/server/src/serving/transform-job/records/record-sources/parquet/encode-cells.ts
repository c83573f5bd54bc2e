import { defined } from '@catenary/scoring/internal/values';
import type { CellForm } from './cell-form.ts';

/** Cells one behind the other, and last the text for null: the cell n lies from `offsets[n]` to `offsets[n + 1]`. */
export interface EncodedCells {
  readonly bytes: Uint8Array;
  readonly offsets: Uint32Array;
}

/** The cells of a column's values. */
export function encodeCells(values: ArrayLike<unknown>, form: CellForm): EncodedCells {
  const isOfTexts = !form.isDecimal && values[0] instanceof Uint8Array;
  return isOfTexts ? encodeBytes(values as ArrayLike<Uint8Array>, form) : encodeTexts(values, form);
}

function encodeBytes(values: ArrayLike<Uint8Array>, { none, bytes: write }: CellForm): EncodedCells {
  const cells: Uint8Array[] = [];
  const offsets = new Uint32Array(values.length + 2);
  for (let at = 0; at <= values.length; at++) {
    const cell = at < values.length ? write(defined(values[at])) : Buffer.from(none);
    cells.push(cell);
    offsets[at + 1] = defined(offsets[at]) + cell.length;
  }
  return { bytes: Buffer.concat(cells), offsets };
}

function encodeTexts(values: ArrayLike<unknown>, { none, text: write }: CellForm): EncodedCells {
  const texts: string[] = [];
  const offsets = new Uint32Array(values.length + 2);
  for (let at = 0; at <= values.length; at++) {
    const text = at < values.length ? write(values[at]) : none;
    texts.push(text);
    offsets[at + 1] = defined(offsets[at]) + text.length;
  }
  return { bytes: Buffer.from(texts.join(''), 'latin1'), offsets };
}
