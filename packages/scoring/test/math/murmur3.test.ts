import { describe, expect, it } from 'vitest';
import { murmur3 } from '../../src/math/murmur3.ts';

/** Seed 42. Version 2 is murmur3_x86_32; both agree with the outputs printed in Spark's FeatureHasher documentation. */
describe('murmur3', () => {
  it.each([
    ['', 142593372, 142593372],
    ['a', 1485273170, -1293573533],
    ['ab', -97053317, -684913081],
    ['abc', 1322437556, 1313807976],
    ['abcd', -396302900, -396302900],
    ['spark', 2101843105, -226056714],
    ['hello world', -1528836094, -368272391],
    ['é', 2119106806, 1023967903],
    ['日本', -336983209, 685738085],
  ])('hashes %j', (text, version1, version2) => {
    const bytes = new TextEncoder().encode(text);
    expect([murmur3(bytes, 42, 1), murmur3(bytes, 42, 2)]).toEqual([version1, version2]);
  });
});
