import { describe, expect, it } from 'vitest';
import { decodeNpy } from '../../src/formats/npy.ts';

/** A .npy file of version 1.0, by NumPy's `numpy/lib/format.py`. */
function npy(descr: string, shape: string, data: ArrayBuffer, isByColumn = false): Uint8Array {
  const text = `{'descr': '${descr}', 'fortran_order': ${isByColumn ? 'True' : 'False'}, 'shape': (${shape}), }\n`;
  const head = [0x93, ...Buffer.from('NUMPY'), 1, 0, text.length & 255, text.length >> 8, ...Buffer.from(text)];
  return Uint8Array.from([...head, ...new Uint8Array(data)]);
}

describe('decodeNpy', () => {
  it('keeps the digits of integers beyond 2^53, by rows whatever their order', () => {
    const cells = BigInt64Array.of(9007199254740993n, 1n, 9007199254740992n, -9223372036854775808n);
    expect(decodeNpy(npy('<i8', '2, 2', cells.buffer, true))).toEqual({
      shape: [2, 2],
      values: Float64Array.of(2 ** 53, 2 ** 53, 1, -(2 ** 63)),
      integers: [9007199254740993n, 9007199254740992n, 1n, -9223372036854775808n],
    });
    const positive = BigUint64Array.of(18446744073709551615n);
    expect(decodeNpy(npy('<u8', '1,', positive.buffer)).integers).toEqual([18446744073709551615n]);
    expect(decodeNpy(npy('<i8', '1,', BigInt64Array.of(7n).buffer)).integers).toBeUndefined();
  });

  it('refuses rows without columns, of which a file of 100 bytes may have any number', () => {
    const refused = (shape: string) => () => decodeNpy(npy('<f8', shape, new ArrayBuffer(0)));
    expect(refused('2147483648, 0')).toThrow('rows without columns, of the shape (2147483648, 0)');
    expect(refused('1, 0')).toThrow('rows without columns');
    expect(decodeNpy(npy('<f8', '0, 4', new ArrayBuffer(0)))).toEqual({ shape: [0, 4], values: new Float64Array(0) });
  });

  it('reads float16', () => {
    // numpy.array([1, -2, 65504, 2**-24, 0.333, inf, nan], "<f2").view("<u2")
    const bits = Uint16Array.of(0x3c00, 0xc000, 0x7bff, 0x0001, 0x3554, 0x7c00, 0x7e00);
    const { values } = decodeNpy(npy('<f2', '7,', bits.buffer));
    expect([...values]).toEqual([1, -2, 65504, 2 ** -24, 0.3330078125, Infinity, Number.NaN]);
  });
});
