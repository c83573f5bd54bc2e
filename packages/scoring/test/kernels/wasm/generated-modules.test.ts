import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { csvModule } from '../../../src/formats/csv/csv-module.ts';
import { linearModule } from '../../../src/kernels/linear/wasm/linear-module.ts';
import { bitModule } from '../../../src/kernels/trees/wasm/bit-module.ts';
import { doubleWalkModule } from '../../../src/kernels/trees/wasm/double-walk-module.ts';
import { obliviousModule } from '../../../src/kernels/trees/wasm/oblivious-module.ts';
import { walkModule } from '../../../src/kernels/trees/wasm/walk-module.ts';

/*
 * The modules are generated, so a change to what generates them shows here before it shows in an answer or a time. The
 * digests (SHA-256 of the bytes, in hexadecimal) are those of the modules that the decisions' figures were measured with;
 * a change that means to emit other code writes the new one down.
 */
const modules: readonly (readonly [name: string, generate: () => Uint8Array, digest: string])[] = [
  [
    'csv, tables as the kernel has them',
    () => csvModule({ powers: 0, masks: 128 }),
    '3bf2bce4bb48879525e49dd285e8ade68c41905dfbd9afca5ab67d36ff29278f',
  ],
  [
    'csv, tables far away',
    () => csvModule({ powers: 1_048_576, masks: 70_000 }),
    '48ad5e31cd42bb48a12b9a22d75d1ed7a290777bf36bd5ffd1295f2d86c3ef4f',
  ],
  [
    'walk of numbers',
    () => walkModule({ hasCategories: false, hasVectors: false }),
    '0f2c65cafc513cb3885de7a35de991137fb89bd18dafb78f3c346943e8135e47',
  ],
  [
    'walk of numbers to vectors',
    () => walkModule({ hasCategories: false, hasVectors: true }),
    'd2bdc5cc2ae48d226b9f1c7af17b4cae03820349f90cf7669d73903bfad48a6d',
  ],
  [
    'walk of categories',
    () => walkModule({ hasCategories: true, hasVectors: false }),
    '4f0e53d60bc8f98a14536755865ca799ec002e025596876412ca670bac13a122',
  ],
  [
    'walk of categories to vectors',
    () => walkModule({ hasCategories: true, hasVectors: true }),
    '40b31a09bbb894e6952193a1bb8d83ac68ea29a1ed127ba92b0c7a6dba60d5af',
  ],
  [
    'walk of doubles',
    () => doubleWalkModule(false),
    '9a805d38825f6b0b657aa56dfdea270ffb1f76645c5078d398436ab528eb81b2',
  ],
  [
    'walk of doubles and categories',
    () => doubleWalkModule(true),
    'fca87e3daeb15ad7512225bb3e7eabe23e783d380772f8611b2bf80be177eefb',
  ],
  ['bits of depth 1', () => bitModule(1), '178abfffd114ecc9708677ed88c834ac760048ca0db79f9813450c27925f1da3'],
  ['bits of depth 2', () => bitModule(2), 'ed07269f298d73c658856bd0074dc3ec4eae0033a4b94a353b5961f9c6e4605e'],
  ['bits of depth 3', () => bitModule(3), 'fcaf56f6ccb292fa6cb44a77797f8ff82f0de7470ba52d38edc65295082b1c71'],
  ['bits of depth 4', () => bitModule(4), '9cec7b670f2ad3df8bb67cb26fe0cdf140d7c833b5274f212d2e088a8f2defd8'],
  ['bits of depth 5', () => bitModule(5), '5f0217bd55082f14cd720996c666d369bbe7c5f39e35ee776aa5c7821f53797c'],
  ['bits of depth 6', () => bitModule(6), '45ef628555199c92216195f2c70de91accfbfbbb340e6abaa2e860449414abad'],
  ['bits of depth 7', () => bitModule(7), '555998a0ae35e494c30070d6ba7db53235d3b176ac4cb163760cea5166dc8210'],
  ['bits of depth 8', () => bitModule(8), '7ef37b649dc567fa42053904d30ddff60eeecf5ce02694609e1bc6bbadb70fe7'],
  ['symmetric trees', () => obliviousModule(), 'ef18cb6efd6eda58e43117c15b3e03268a149b6ea3865a400d51fd2534b7e9ec'],
  ['linear algebra', () => linearModule(), 'f5d6204b40ab1569b393bf8e2280f9ad5576ba1b7b9a9239fa813f21cfc1c902'],
];

const digestOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('a generated module', () => {
  it.each(modules)('has the bytes that were measured: %s', (_name, generate, digest) => {
    expect(digestOf(generate())).toBe(digest);
  });
});
