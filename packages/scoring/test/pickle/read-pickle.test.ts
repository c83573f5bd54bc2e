import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { joinTables } from '../../src/pickle/global-table.ts';
import { NdArray } from '../../src/pickle/numpy/nd-array.ts';
import { numpyGlobals } from '../../src/pickle/numpy/numpy-globals.ts';
import { PickleObject } from '../../src/pickle/pickle-object.ts';
import { PickleTuple } from '../../src/pickle/pickle-tuple.ts';
import { pythonGlobals } from '../../src/pickle/python-globals.ts';
import { readPickle } from '../../src/pickle/read-pickle.ts';

const folder = resolve(import.meta.dirname, '../../../../test/golden/pickle');
const files = ['', 'numpy2'].flatMap((part) =>
  readdirSync(join(folder, part))
    .filter((name) => name.endsWith('.pkl'))
    .map((name) => join(part, name)),
);

function read(file: string): Map<string, unknown> {
  const allow = joinTables(pythonGlobals(), numpyGlobals());
  return readPickle(readFileSync(join(folder, file)), { allow }) as Map<string, unknown>;
}

/** Tuples as arrays, so that a whole value can be compared at once. */
function plain(value: unknown): unknown {
  if (value instanceof PickleTuple) return value.items.map(plain);
  if (value instanceof NdArray) return { shape: [...value.shape], values: value.values() };
  return value;
}

// The values are those of scripts/make-golden/pickles.py.
describe.each(files)('readPickle() of %s', (file) => {
  const value = read(file);

  it('reads plain values', () => {
    expect(value.get('none')).toBe(null);
    expect(value.get('true')).toBe(true);
    expect(value.get('false')).toBe(false);
    expect(value.get('ints')).toEqual([0, -1, 255, 256, 65536, -(2 ** 31), 9007199254740992n, 2n ** 70n, -(2n ** 70n)]);
    expect(value.get('floats')).toEqual([0.5, -1e300, Infinity, -Infinity]);
    expect(value.get('text')).toBe('naïve \u{1f600} \n\'"\\');
    expect([...(value.get('bytes') as Uint8Array)]).toEqual([0, 255, 39]);
    expect([...(value.get('bytearray') as Uint8Array)]).toEqual([97, 98, 0]);
  });

  it('reads containers', () => {
    const tuples = [0, 1, 2, 3, 4].map((size) => [1, 2, 3, 4].slice(0, size));
    expect(plain(value.get('tuple'))).toEqual(tuples);
    expect(value.get('set')).toEqual(new Set([1, 2]));
    expect(value.get('frozen')).toEqual(new Set(['x']));
    expect(value.get('ordered')).toEqual(new Map([['a', 1]]));
    expect((value.get('slice') as PickleObject).constructorArguments).toEqual([1, null, null]);
  });

  it('reads arrays of every kind in C order', () => {
    expect(plain(value.get('matrix'))).toEqual({ shape: [2, 3], values: [0, 1, 2, 3, 4, 5] });
    expect(plain(value.get('fortran'))).toEqual({ shape: [2, 3], values: [0, 1, 2, 3, 4, 5] });
    expect(plain(value.get('big'))).toEqual({ shape: [2], values: [1.5, -2.5] });
    expect(plain(value.get('small'))).toEqual({ shape: [2, 1], values: [1.5, Number.NaN] });
    // -0.0001 in binary16 is -1.638 * 2^-14 rounded to 10 bits of fraction: -0x068e * 2^-24.
    expect(plain(value.get('half'))).toEqual({ shape: [3], values: [1.5, -0x68e * 2 ** -24, 65504] });
    expect(plain(value.get('int64'))).toEqual({ shape: [2], values: [-1, 2 ** 40] });
    expect(plain(value.get('flags'))).toEqual({ shape: [2], values: [true, false] });
    expect(plain(value.get('words'))).toEqual({ shape: [2], values: ['a', 'été'] });
    expect(plain(value.get('objects'))).toEqual({ shape: [3], values: ['a', 1, null] });
    expect(plain(value.get('empty'))).toEqual({ shape: [0, 3], values: [] });
    expect([...(value.get('nodes') as NdArray).field('left')]).toEqual([1, 2]);
    expect([...(value.get('nodes') as NdArray).field('threshold')]).toEqual([0.5, -0.5]);
    expect(value.get('scalar')).toBe(1.5);
    expect(value.get('count')).toBe(-7);
  });
});
