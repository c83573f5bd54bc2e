const MASK = (1n << 64n) - 1n;
const K0 = 0xc3a5c85c97cb3127n;
const K1 = 0xb492b66fbe98f273n;
const K2 = 0x9ae16a3b2f90404fn;
const K3 = 0xc949d7c7509e6557n;
const MULTIPLIER = 0x9ddfea08eb382d69n;

/**
 * CityHash64 of version 1.0, which CatBoost hashes categories by; later versions give other numbers.
 * Source: Pike and Alakuijala, CityHash 1.0.3.
 */
export function cityHash64(bytes: Uint8Array): bigint {
  const input = new HashInput(bytes);
  const { length } = bytes;
  if (length <= 16) return shortHash(input, length);
  if (length <= 32) return mediumHash(input, length);
  return length <= 64 ? longHash(input, length) : blockHash(input, length);
}

type Words = readonly [bigint, bigint, bigint, bigint];

class HashInput {
  readonly #view: DataView;

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  byte(at: number): bigint {
    return BigInt(this.#view.getUint8(at));
  }

  half(at: number): bigint {
    return BigInt(this.#view.getUint32(at, true));
  }

  word(at: number): bigint {
    return this.#view.getBigUint64(at, true);
  }

  /** The four words of 32 bytes. */
  words(at: number): Words {
    return [this.word(at), this.word(at + 8), this.word(at + 16), this.word(at + 24)];
  }
}

const wrap = (value: bigint) => value & MASK;
const rotate = (value: bigint, by: bigint) => (by === 0n ? value : (value >> by) | wrap(value << (64n - by)));
const mix = (value: bigint) => value ^ (value >> 47n);

function join(u: bigint, v: bigint): bigint {
  const a = mix(wrap((u ^ v) * MULTIPLIER));
  return wrap(mix(wrap((v ^ a) * MULTIPLIER)) * MULTIPLIER);
}

function shortHash(input: HashInput, length: number): bigint {
  const size = BigInt(length);
  if (length > 8) {
    const last = input.word(length - 8);
    return join(input.word(0), rotate(wrap(last + size), size)) ^ last;
  }
  if (length >= 4) return join(wrap(size + (input.half(0) << 3n)), input.half(length - 4));
  if (length === 0) return K2;
  const y = input.byte(0) + (input.byte(length >> 1) << 8n);
  const z = size + (input.byte(length - 1) << 2n);
  return wrap(mix(wrap(y * K2) ^ wrap(z * K3)) * K2);
}

function mediumHash(input: HashInput, length: number): bigint {
  const a = wrap(input.word(0) * K1);
  const b = input.word(8);
  const c = wrap(input.word(length - 8) * K2);
  const d = wrap(input.word(length - 16) * K0);
  return join(wrap(rotate(wrap(a - b), 43n) + rotate(c, 30n) + d), wrap(a + rotate(b ^ K3, 20n) - c + BigInt(length)));
}

function longHash(input: HashInput, length: number): bigint {
  const start = wrap(input.word(0) + wrap((BigInt(length) + input.word(length - 16)) * K0));
  const v = longPart(start, input.word(24), [input.word(8), input.word(16)]);
  const w = longPart(wrap(input.word(16) + input.word(length - 32)), input.word(length - 8), [
    input.word(length - 24),
    input.word(length - 16),
  ]);
  const r = mix(wrap((v[0] + w[1]) * K2 + (w[0] + v[1]) * K0));
  return wrap(mix(wrap(r * K0 + v[1])) * K2);
}

function longPart(start: bigint, z: bigint, [first, second]: readonly [bigint, bigint]): [bigint, bigint] {
  const b = rotate(wrap(start + z), 52n);
  const next = wrap(start + first);
  const c = wrap(rotate(start, 37n) + rotate(next, 7n));
  const a = wrap(next + second);
  return [wrap(a + z), wrap(b + rotate(a, 31n) + c)];
}

/** 32 bytes with two seeds. */
function seeded([w, x, y, z]: Words, first: bigint, second: bigint): [bigint, bigint] {
  const start = wrap(first + w);
  const turned = rotate(wrap(second + start + z), 21n);
  const a = wrap(start + x + y);
  return [wrap(a + z), wrap(turned + rotate(a, 44n) + start)];
}

function blockHash(input: HashInput, length: number): bigint {
  const size = BigInt(length);
  let y = input.word(length - 16) ^ K1;
  let z = input.word(length - 56) ^ K0;
  let v = seeded(input.words(length - 64), size, y);
  let w = seeded(input.words(length - 32), wrap(size * K1), K0);
  z = wrap(z + mix(v[1]) * K1);
  let x = wrap(rotate(wrap(z + input.word(0)), 39n) * K1);
  y = wrap(rotate(y, 33n) * K1);
  for (let at = 0, end = (length - 1) & ~63; at < end; at += 64) {
    x = wrap(rotate(wrap(x + y + v[0] + input.word(at + 16)), 37n) * K1) ^ w[1];
    y = wrap(rotate(wrap(y + v[1] + input.word(at + 48)), 42n) * K1) ^ v[0];
    z = rotate(z ^ w[0], 33n);
    v = seeded(input.words(at), wrap(v[1] * K1), wrap(x + w[0]));
    w = seeded(input.words(at + 32), wrap(z + w[1]), y);
    [z, x] = [x, z];
  }
  return join(wrap(join(v[0], w[0]) + mix(y) * K1 + z), wrap(join(v[1], w[1]) + x));
}
