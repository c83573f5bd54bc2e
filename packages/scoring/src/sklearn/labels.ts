import type { LabelType } from '../frame/label-type.ts';
import type { Cells } from '../frame/table.ts';
import type { NdArray } from '../pickle/numpy/nd-array.ts';
import { present } from '../util/present.ts';
import { labelCells } from './label-cells.ts';

/**
 * The labels of an array, with their type. If a double does not hold one of the integers exactly, all of them are texts
 * of their digits; bytes are the text that Python prints. Undefined for labels of other kinds.
 */
export function labelsOf(array: NdArray): Cells | undefined {
  const values = array.values();
  const type = typeOf(array, values);
  if (type === 'bytes') return { kind: 'string', values: values.map((value) => bytesText(value as string)), type };
  const sized = present({ type, code: codeOf(array) });
  if (type === 'integer' && values.some((value) => typeof value === 'bigint'))
    return { kind: 'string', values: values.map(String), ...sized };
  const cells = labelCells(values);
  return cells === undefined ? undefined : { ...cells, ...sized };
}

/** numpy's code of integers and texts, whose size labels keep when they are answered. */
function codeOf({ dtype: { kind, itemSize } }: NdArray): string | undefined {
  if (kind === 'U') return `<U${itemSize / 4}`;
  if (kind !== 'i' && kind !== 'u') return undefined;
  return `${itemSize === 1 ? '|' : '<'}${kind}${itemSize}`;
}

function typeOf({ dtype }: NdArray, values: readonly unknown[]): LabelType | undefined {
  if (dtype.kind === 'b') return 'boolean';
  if (dtype.kind === 'i' || dtype.kind === 'u') return 'integer';
  if (dtype.kind === 'f') return dtype.itemSize === 4 ? 'float32' : 'float64';
  if (dtype.kind === 'S') return 'bytes';
  return values.length > 0 && values.every((value) => typeof value === 'boolean') ? 'boolean' : undefined;
}

/** Python's `repr` of bytes, one character a byte. Source: `PyBytes_Repr` of CPython. */
function bytesText(bytes: string): string {
  const quote = bytes.includes("'") && !bytes.includes('"') ? '"' : "'";
  let text = '';
  for (const byte of bytes) {
    const code = byte.charCodeAt(0);
    if (byte === quote || byte === '\\') text += `\\${byte}`;
    else if (byte === '\t' || byte === '\n' || byte === '\r')
      text += byte === '\t' ? '\\t' : byte === '\n' ? '\\n' : '\\r';
    else if (code < 0x20 || code > 0x7e) text += `\\x${code.toString(16).padStart(2, '0')}`;
    else text += byte;
  }
  return `b${quote}${text}${quote}`;
}
