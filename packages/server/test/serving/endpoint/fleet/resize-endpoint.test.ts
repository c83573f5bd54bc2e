import { describe, expect, it } from 'vitest';
import type { Stage } from '../../../../src/serving/container/stage.ts';
import { resizeEndpoint } from '../../../../src/serving/endpoint/fleet/resize-endpoint.ts';
import { describeStartFailure } from '../../../../src/serving/endpoint/fleet/variant-start-failure.ts';
import type { Endpoint } from '../../../../src/serving/endpoint/traffic/endpoint.ts';
import type { EndpointSnapshot } from '../../../../src/serving/records/endpoint-snapshot.ts';

const never = new AbortController().signal;

/** Copies that are a number; further ones than `most` do not start. */
class FakeReplicas {
  count = 2;
  readonly most: number;

  constructor(most: number) {
    this.most = most;
  }

  get readyCount() {
    return this.count;
  }

  async resize(count: number) {
    if (count > this.most) throw new Error(`there is room for ${this.most}`);
    this.count = count;
  }
}

/** An endpoint of variants; each container by the copies that there is room for, none if it needs none. */
function open(rooms: Readonly<Record<string, readonly (number | undefined)[]>>) {
  const variants = Object.entries(rooms).map(([name, of]) => ({
    name,
    stages: of.map((most, at) => ({
      hostname: `container-${at + 1}`,
      ...(most !== undefined && { replicas: new FakeReplicas(most) }),
    })) as unknown as Stage[],
  }));
  const counts = () => variants.map(({ stages }) => stages.map(({ replicas }) => replicas?.count));
  return { endpoint: { variants } as unknown as Endpoint, counts };
}

const to = (counts: Readonly<Record<string, number>>) =>
  ({
    configName: 'c',
    variants: Object.entries(counts).map(([name, instanceCount]) => ({ name, instanceCount, containers: [{}, {}] })),
  }) as unknown as EndpointSnapshot;

describe('resizeEndpoint()', () => {
  it('gives every container outside this process as many copies as its variant has instances', async () => {
    const { endpoint, counts } = open({ a: [9, undefined, 9], b: [9] });
    await resizeEndpoint(endpoint, to({ a: 4, b: 1 }), never);
    expect(counts()).toEqual([[4, undefined, 4], [1]]);
  });

  it('leaves all as they were if one container does not start, and names it as the service does', async () => {
    const { endpoint, counts } = open({ a: [9], b: [9, 3] });
    const target = to({ a: 1, b: 4 });
    const error: unknown = await resizeEndpoint(endpoint, target, never).catch((reason: unknown) => reason);
    expect(counts()).toEqual([[2], [2, 2]]);
    expect(describeStartFailure(error, target.variants)).toBe(
      'The container-2 for production variant b did not pass the ping health check. there is room for 3',
    );
  });
});
