import type { EndpointSnapshot } from '../../records/endpoint-snapshot.ts';

export const isSameSnapshot = (one: EndpointSnapshot, other: EndpointSnapshot) =>
  JSON.stringify(one) === JSON.stringify(other);

/**
 * Whether the same containers are started for both: they differ in weights, limits of requests, and numbers of instances and their
 * bounds at most.
 */
export const isSameChains = (one: EndpointSnapshot, other: EndpointSnapshot) => chainsOf(one) === chainsOf(other);

/** Whether requests are shared out, and limited, alike. */
export const isSameWeights = (one: EndpointSnapshot, other: EndpointSnapshot) => weightsOf(one) === weightsOf(other);

export const isSameCounts = (one: EndpointSnapshot, other: EndpointSnapshot) => countsOf(one) === countsOf(other);

/** Everything that takes chains of its own. */
const chainsOf = ({ variants, shadow, dataCapture, asyncInference }: EndpointSnapshot) =>
  JSON.stringify([
    variants.map(({ managedScaling: _bounds, ...variant }) => ({
      ...variant,
      weight: 0,
      instanceCount: 0,
      serverless: variant.serverless?.MemorySizeInMB,
    })),
    shadow,
    dataCapture,
    asyncInference,
  ]);

const weightsOf = ({ variants }: EndpointSnapshot) =>
  JSON.stringify(variants.map(({ weight, serverless }) => [weight, serverless]));

const countsOf = ({ variants }: EndpointSnapshot) => JSON.stringify(variants.map(({ instanceCount }) => instanceCount));
