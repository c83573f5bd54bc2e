import type { EndpointSnapshot } from '../../../src/serving/records/endpoint-snapshot.ts';

/** A snapshot of one variant with one container. */
export const snapshotOf = (image: string, { weight = 1, instanceCount = 1 } = {}): EndpointSnapshot => ({
  configName: `config-${image}`,
  variants: [
    {
      name: 'v',
      modelName: 'm',
      mode: 'Serial',
      containers: [{ hostname: 'primary', image, environment: {} }],
      weight,
      instanceCount,
      startupTimeoutInSeconds: 60,
    },
  ],
});
