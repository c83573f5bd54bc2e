import { decodeUtf8 } from '../../text/decode-utf8.ts';
import { badModel } from './bad-model.ts';

/**
 * A file may refer to one vector many times: the limit of items that are read of all of them. Real models read each a
 * few times.
 */
const ITEMS_PER_BYTE = 8;

interface Budget {
  items: number;
}

/**
 * A table of a FlatBuffer, read by the numbers of its fields in the order of the schema; absent fields are undefined.
 * Every access is checked: offsets that lead outside throw `bad_model`. Source: flatbuffers.dev, "FlatBuffer Internals".
 */
export class FlatTable {
  readonly #view: DataView;
  readonly #at: number;
  readonly #budget: Budget;

  constructor(view: DataView, at: number, budget: Budget) {
    this.#view = view;
    this.#at = at;
    this.#budget = budget;
  }

  /** The outermost table. */
  static root(bytes: Uint8Array): FlatTable {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const budget = { items: bytes.length * ITEMS_PER_BYTE };
    return checked(() => new FlatTable(view, view.getUint32(0, true), budget));
  }

  int(field: number, absent: number): number {
    return this.#read(field, (at) => this.#view.getInt32(at, true)) ?? absent;
  }

  byte(field: number): number {
    return this.#read(field, (at) => this.#view.getUint8(at)) ?? 0;
  }

  float(field: number, absent: number): number {
    return this.#read(field, (at) => this.#view.getFloat32(at, true)) ?? absent;
  }

  double(field: number, absent: number): number {
    return this.#read(field, (at) => this.#view.getFloat64(at, true)) ?? absent;
  }

  table(field: number): FlatTable | undefined {
    return this.#read(field, (at) => new FlatTable(this.#view, at + this.#view.getUint32(at, true), this.#budget));
  }

  text(field: number): string {
    try {
      return decodeUtf8(this.bytes(field));
    } catch {
      throw badModel('(cbm) holds a text that is not UTF-8');
    }
  }

  bytes(field: number): Uint8Array {
    const [start, length] = this.#vector(field, 1);
    return new Uint8Array(this.#view.buffer, this.#view.byteOffset + start, length);
  }

  ints(field: number): number[] {
    return this.#items(field, 4, (at) => this.#view.getInt32(at, true));
  }

  floats(field: number): number[] {
    return this.#items(field, 4, (at) => this.#view.getFloat32(at, true));
  }

  doubles(field: number): number[] {
    return this.#items(field, 8, (at) => this.#view.getFloat64(at, true));
  }

  tables(field: number): FlatTable[] {
    return this.#items(field, 4, (at) => new FlatTable(this.#view, at + this.#view.getUint32(at, true), this.#budget));
  }

  /** Structs of `size` bytes, each a view. */
  structs(field: number, size: number): DataView[] {
    const { buffer, byteOffset } = this.#view;
    return this.#items(field, size, (at) => new DataView(buffer, byteOffset + at, size));
  }

  #items<Item>(field: number, size: number, read: (at: number) => Item): Item[] {
    const [start, length] = this.#vector(field, size);
    this.#budget.items -= length;
    if (this.#budget.items < 0) throw badModel('uses the same numbers over and over');
    return Array.from({ length }, (_none, at) => read(start + at * size));
  }

  /** Where the items of a vector begin, and how many there are; none if the field is absent. */
  #vector(field: number, size: number): readonly [number, number] {
    const place = this.#read(field, (at) => at + this.#view.getUint32(at, true));
    if (place === undefined) return [0, 0];
    const length = checked(() => this.#view.getUint32(place, true));
    if (place + 4 + length * size > this.#view.byteLength) throw badModel('claims more numbers than it holds');
    return [place + 4, length];
  }

  #read<Value>(field: number, read: (at: number) => Value): Value | undefined {
    return checked(() => {
      const slots = this.#at - this.#view.getInt32(this.#at, true);
      const slot = 4 + field * 2;
      const offset = slot < this.#view.getUint16(slots, true) ? this.#view.getUint16(slots + slot, true) : 0;
      return offset === 0 ? undefined : read(this.#at + offset);
    });
  }
}

/** An offset that leads outside the buffer is a `RangeError` of the view. */
function checked<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) throw badModel('(cbm) is damaged: an offset leads outside');
    throw error;
  }
}
