import { expect, it } from 'vitest';
import { instanceSize } from '../../../../src/serving/container/oci/instance-size.ts';

/** Amazon EC2's pages of instance types: cores, and GiB of memory. */
it.each([
  ['ml.m5.large', 2, 8],
  ['ml.m4.xlarge', 4, 16],
  ['ml.m5d.24xlarge', 96, 384],
  ['ml.c5.9xlarge', 36, 72],
  ['ml.c6i.2xlarge', 8, 16],
  ['ml.r5.4xlarge', 16, 128],
  ['ml.t2.large', 2, 8],
])('%s has %d cores and %d GiB', (type, cpus, gib) => {
  expect(instanceSize(type)).toEqual({ cpus, memoryMB: gib * 1024 });
});

it.each(['ml.t2.medium', 'ml.c4.large', 'ml.g4dn.xlarge', 'ml.inf1.xlarge', 'large', ''])(
  'of %s nothing is known',
  (type) => {
    expect(instanceSize(type)).toBeUndefined();
  },
);
