import { expect, it } from 'vitest';
import { canaryStep } from '../../../../src/serving/endpoint/plan/canary-step.ts';
import type { EndpointSnapshot, VariantSnapshot } from '../../../../src/serving/records/endpoint-snapshot.ts';

interface Version {
  readonly images?: readonly string[];
  readonly step?: string;
  readonly variant?: Partial<VariantSnapshot>;
}

/** A chain of three containers, of which the last one may say which of them is new. */
const version = ({ images = ['a', 'b', 'c'], step, variant = {} }: Version = {}): EndpointSnapshot => ({
  configName: 'c',
  variants: [
    {
      name: 'v',
      modelName: 'm',
      mode: 'Serial',
      containers: images.map((image, at) => ({
        hostname: `container-${at + 1}`,
        image,
        environment: {
          ...(at === 0 && { B: '2', A: '1' }),
          ...(at === 2 && step !== undefined && { CATENARY_CANARY_STEP: step }),
        },
      })),
      weight: 1,
      instanceCount: 2,
      startupTimeoutInSeconds: 60,
      ...variant,
    },
  ],
});
const second = { images: ['a', 'new', 'c'], step: 'container-2' };
const reversed: EndpointSnapshot = {
  configName: 'c',
  variants: version().variants.map((variant) => ({
    ...variant,
    containers: variant.containers.map((each) => ({
      ...each,
      environment: Object.fromEntries(Object.entries(each.environment).reverse()),
    })),
  })),
};

it.each([
  ['nothing said', version(), version({ images: ['a', 'new', 'c'] }), undefined],
  ['the second one is new', version(), version(second), { at: 1 }],
  ['the one that says it is new', version(), version({ images: ['a', 'b', 'new'], step: 'container-3' }), { at: 2 }],
  ['the former one says something else', version({ step: 'container-1' }), version(second), { at: 1 }],
  ['variables in another order', reversed, version(second), { at: 1 }],
  ['other weights and names', version(), version({ ...second, variant: { name: 'w', weight: 9 } }), { at: 1 }],
])('%s', (_, active, target, expected) => {
  expect(canaryStep(active, target)).toEqual(expected);
});

it.each([
  [
    'there is no container container-4: there are container-1, container-2, container-3',
    version(),
    version({ step: 'container-4' }),
  ],
  [
    'container container-1 differs, and only container container-2 may',
    version(),
    version({ ...second, images: ['other', 'new', 'c'] }),
  ],
  [
    'the number of containers differs (2 before, 3 now), and only container container-2 may',
    version({ images: ['a', 'b'] }),
    version(second),
  ],
  [
    'the number of instances differs (2 before, 4 now), and only container container-2 may',
    version(),
    version({ ...second, variant: { instanceCount: 4 } }),
  ],
  [
    'the mode is Direct, where there is no chain, and only container container-2 may',
    version({ variant: { mode: 'Direct' } }),
    version(second),
  ],
  [
    'it is for endpoints of one production variant',
    { ...version(), variants: [...version().variants, ...version().variants] },
    version(second),
  ],
])('is refused: %s', (refused, active, target) => {
  expect(canaryStep(active, target)).toEqual({ refused });
});
