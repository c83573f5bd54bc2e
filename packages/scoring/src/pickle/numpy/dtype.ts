import { ScoringError } from '../../scoring-error.ts';
import { defined } from '../../util/defined.ts';
import { malformed } from '../malformed.ts';
import { type PickleGlobal, PickleObject } from '../pickle-object.ts';
import { PickleTuple } from '../pickle-tuple.ts';

/** One member of a structured dtype. */
export interface DTypeField {
  readonly dtype: DType;
  /** Bytes from the start of the item. */
  readonly offset: number;
}

/**
 * A numpy dtype: kind (`b` boolean, `i` and `u` integers, `f` floats, `U` text, `S` bytes, `O` Python objects, `V`
 * structured; others are kept and refused when values are read), item size in bytes, byte order, fields.
 */
export class DType extends PickleObject {
  readonly kind: string;
  itemSize: number;
  littleEndian = true;
  fields: ReadonlyMap<string, DTypeField> | undefined;

  /** `code`: kind and size as `numpy.dtype` is called when unpickled: `f8`, `i4`, `O8`, `U12`, `V64`. */
  constructor(code: unknown, global: PickleGlobal) {
    super(global, [code]);
    const match = typeof code === 'string' ? /^[<>|=]?([a-zA-Z?])(\d{0,9})$/.exec(code) : null;
    if (match === null) throw new ScoringError('bad_model', 'The pickle holds an array of an unknown kind of numbers.');
    this.kind = match[1] === '?' ? 'b' : defined(match[1]);
    const size = match[2] === '' ? 1 : Number(match[2]);
    this.itemSize = this.kind === 'U' ? size * 4 : size;
  }

  /**
   * State of `dtype.__reduce__`: (version, byte order, subarray, names, fields, item size, alignment, flags).
   * Source: `arraydescr_reduce` in numpy's `descriptor.c`.
   */
  setState(state: unknown): void {
    if (!(state instanceof PickleTuple) || state.items.length < 5) throw malformed('a dtype without its state');
    const [, order, subarray, names, fields, itemSize] = state.items;
    if (subarray !== null)
      throw new ScoringError('unsupported_model', 'Arrays of arrays as items are not read natively.');
    this.littleEndian = order !== '>';
    if (typeof itemSize === 'number' && itemSize >= 0 && this.kind !== 'O') this.itemSize = itemSize;
    if (names instanceof PickleTuple && fields instanceof Map) this.fields = this.#readFields(names, fields);
  }

  #readFields(names: PickleTuple, fields: ReadonlyMap<unknown, unknown>): ReadonlyMap<string, DTypeField> {
    const read = new Map<string, DTypeField>();
    for (const name of names.items) {
      const entry = fields.get(name);
      const [dtype, offset] = entry instanceof PickleTuple ? entry.items : [];
      const fits =
        typeof name === 'string' &&
        dtype instanceof DType &&
        dtype !== this &&
        Number.isInteger(offset) &&
        (offset as number) >= 0;
      if (!fits || (offset as number) + dtype.itemSize > this.itemSize)
        throw malformed('a structured dtype with a field outside');
      read.set(name, { dtype, offset: offset as number });
    }
    return read;
  }
}
