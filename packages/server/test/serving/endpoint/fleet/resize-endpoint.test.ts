import { describe, expect, it, vi } from 'vitest';
import type { Stage } from '../../../../src/serving/container/stage.ts';
import { resizeEndpoint } from '../../../../src/serving/endpoint/fleet/resize-endpoint.ts';
import { describeStartFailure } from '../../../../src/serving/endpoint/fleet/variant-start-failure.ts';
import { Variant } from '../../../../src/serving/endpoint/traffic/variant.ts';
import type { EndpointSnapshot, VariantSnapshot } from '../../../../src/serving/records/endpoint-snapshot.ts';

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

/** An endpoint of variants of two instances each; each container by the copies that there is room for, none if it needs none. */
function open(rooms: Readonly<Record<string, readonly (number | undefined)[]>>) {
  const closed: string[] = [];
  const stagesOf = (name: string, of: readonly (number | undefined)[]) =>
    of.map((most, at) => ({
      hostname: `container-${at + 1}`,
      close: async () => void closed.push(name),
      ...(most !== undefined && { replicas: new FakeReplicas(most) }),
    })) as unknown as Stage[];
  const variants = Object.entries(rooms).map(([name, of]) => {
    const containers = of.map((_, at) => ({ hostname: `container-${at + 1}`, image: 'i', environment: {} }));
    const snapshot = {
      name,
      modelName: 'm',
      mode: 'Serial',
      containers,
      weight: 1,
      startupTimeoutInSeconds: 1,
    } as const;
    return new Variant({ ...snapshot, instanceCount: 2 }, stagesOf(name, of), {});
  });
  const counts = () => variants.map(({ stages }) => stages.map(({ replicas }) => replicas?.count));
  const started: string[] = [];
  const start = async ({ name, instanceCount }: VariantSnapshot) => {
    if (name === 'broken') throw new Error('it does not start');
    started.push(`${name} ${instanceCount}`);
    return stagesOf(name, rooms[name] ?? []);
  };
  const resize = (target: EndpointSnapshot) => resizeEndpoint({ variants }, target, { signal: never, start });
  return { variants, counts, resize, started, closed };
}

const to = (counts: Readonly<Record<string, number>>) =>
  ({
    configName: 'c',
    variants: Object.entries(counts).map(([name, instanceCount]) => ({ name, instanceCount, containers: [{}, {}] })),
  }) as unknown as EndpointSnapshot;

describe('resizeEndpoint()', () => {
  it('gives every container outside this process as many copies as its variant has instances', async () => {
    const { variants, counts, resize } = open({ a: [9, undefined, 9], b: [9] });
    await resize(to({ a: 4, b: 1 }));
    expect(counts()).toEqual([[4, undefined, 4], [1]]);
    expect(variants.map(({ instanceCount }) => instanceCount)).toEqual([4, 1]);
  });

  it('leaves all as they were if one container does not start, and names it as the service does', async () => {
    const { variants, counts, resize } = open({ a: [9], b: [9, 3] });
    const target = to({ a: 1, b: 4 });
    const error: unknown = await resize(target).catch((reason: unknown) => reason);
    expect(counts()).toEqual([[2], [2, 2]]);
    expect(variants.map(({ instanceCount }) => instanceCount)).toEqual([2, 2]);
    expect(describeStartFailure(error, target.variants)).toBe(
      'The container-2 for production variant b did not pass the ping health check. there is room for 3',
    );
  });

  it('ends the containers of a variant that gets none, and starts them again', async () => {
    const { variants, resize, started, closed } = open({ a: [9, 9], b: [9] });
    await resize(to({ a: 0, b: 2 }));
    expect(variants.map(({ isAsleep }) => isAsleep)).toEqual([true, false]);
    await vi.waitFor(() => expect(closed).toEqual(['a', 'a']));
    await resize(to({ a: 3, b: 2 }));
    expect([started, variants.map(({ instanceCount }) => instanceCount)]).toEqual([['a 3'], [3, 2]]);
    await resize(to({ a: 3, b: 2 }));
    expect(started).toEqual(['a 3']);
  });

  it('lets a variant sleep on if another one does not start', async () => {
    const { variants, resize } = open({ a: [9], broken: [9] });
    await resize(to({ a: 0, broken: 0 }));
    await expect(resize(to({ a: 1, broken: 1 }))).rejects.toThrow('it does not start');
    expect(variants.map(({ isAsleep }) => isAsleep)).toEqual([true, true]);
  });
});
