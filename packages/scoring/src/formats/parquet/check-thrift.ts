/** Fields and elements of one structure: a footer of 200,000 column chunks has about this many. */
const maxNodes = 5_000_000;
const maxDepth = 64;

/** Types of the compact protocol that Parquet's structures have. */
const types = { true: 1, false: 2, byte: 3, i16: 4, i32: 5, i64: 6, double: 7, binary: 8, list: 9, struct: 12 };

/**
 * Goes over a structure of Thrift's compact protocol before hyparquet reads it, which makes room for as many elements as a list
 * says, lists in lists too: a few bytes may say more than there is memory. `start`: where the structure begins. Throws
 * `Error`. Source: Apache Thrift, "Thrift Compact protocol encoding".
 */
export function checkThrift(bytes: Uint8Array, start: number): void {
  new Walk(bytes, start).struct(0);
}

class Walk {
  readonly #bytes: Uint8Array;
  #at: number;
  #nodes = 0;

  constructor(bytes: Uint8Array, start: number) {
    this.#bytes = bytes;
    this.#at = start;
  }

  struct(depth: number): void {
    if (depth > maxDepth) throw new Error('its structures are nested too deep');
    for (;;) {
      const head = this.#byte();
      const type = head & 0x0f;
      if (type === 0) return;
      if (head >> 4 === 0) this.#number();
      if (type !== types.true && type !== types.false) this.#value(type, depth);
    }
  }

  #value(type: number, depth: number): void {
    if (++this.#nodes > maxNodes) throw new Error(`its structures have more than ${maxNodes} members`);
    if (type === types.byte) this.#skip(1);
    else if (type === types.i16 || type === types.i32 || type === types.i64) this.#number();
    else if (type === types.double) this.#skip(8);
    else if (type === types.binary) this.#skip(this.#number());
    else if (type === types.list) this.#list(depth + 1);
    else if (type === types.struct) this.struct(depth + 1);
    else throw new Error(`its structures have a member of type ${type}, which is none`);
  }

  #list(depth: number): void {
    if (depth > maxDepth) throw new Error('its structures are nested too deep');
    const head = this.#byte();
    const type = head & 0x0f;
    const count = head >> 4 === 15 ? this.#number() : head >> 4;
    if (count > this.#bytes.length - this.#at) throw new Error(`a list says that it has ${count} elements`);
    for (let at = 0; at < count; at++)
      this.#value(type === types.true || type === types.false ? types.byte : type, depth);
  }

  /** A number of up to 64 bits without its sign; exact where it counts something. */
  #number(): number {
    let value = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = this.#byte();
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
    throw new Error('a number of its structures does not end');
  }

  #byte(): number {
    const byte = this.#bytes[this.#at++];
    if (byte === undefined) throw new Error('its structures are cut off');
    return byte;
  }

  #skip(count: number): void {
    this.#at += count;
    if (this.#at > this.#bytes.length) throw new Error('its structures are cut off');
  }
}
