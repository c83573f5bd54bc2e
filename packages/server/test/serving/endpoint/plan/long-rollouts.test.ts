import { describe, expect, it } from 'vitest';
import type { PolicyName } from '../../../../src/serving/records/deployment.ts';
import type { CapacitySize, DeploymentConfig } from '../../../../src/serving/records/deployment-config.ts';
import { countOf, type SimulatedOptions, SimulatedRollout } from '../../../support/simulated-rollout.ts';

/** The longest that the API takes: all waits together are less than MaximumExecutionTimeoutInSeconds, which is at most this. */
const limit = 28_800;
/** How often each meets each fault at random; more of them by `CATENARY_ROLLOUT_KILLS`. */
const rounds = Math.ceil(Number(process.env.CATENARY_ROLLOUT_KILLS ?? 30) / 10);
/** All waits are multiples of it, and so are the times of what goes wrong: seconds. */
const lookEvery = 10;
const toLook = (seconds: number) => Math.floor(seconds / lookEvery) * lookEvery;

interface Kind {
  readonly name: string;
  readonly policy: PolicyName;
  readonly config: DeploymentConfig;
  /** Percentages of requests after each step. */
  readonly shares: readonly number[];
  readonly wait: number;
  readonly terminationWait: number;
}

type Route = 'ALL_AT_ONCE' | 'CANARY' | 'LINEAR';
type Waits = readonly [shares: readonly number[], wait: number, terminationWait: number];

function blueGreen(Type: Route, size: CapacitySize | undefined, [shares, wait, terminationWait]: Waits): Kind {
  const names = { ALL_AT_ONCE: 'watched-all-at-once', CANARY: 'canary', LINEAR: 'linear' } as const;
  const sized = { ALL_AT_ONCE: {}, CANARY: { CanarySize: size }, LINEAR: { LinearStepSize: size } };
  const config = {
    BlueGreenUpdatePolicy: {
      TrafficRoutingConfiguration: { Type, WaitIntervalInSeconds: wait, ...sized[Type] },
      TerminationWaitInSeconds: terminationWait,
      MaximumExecutionTimeoutInSeconds: limit,
    },
  } as DeploymentConfig;
  const name = `${Type} of ${size?.Value ?? 100} (${size?.Type ?? 'all'}), ${shares.length} steps of ${wait} s`;
  return { name, policy: names[Type], config, shares, wait, terminationWait };
}

function rolling(size: CapacitySize, shares: readonly number[], wait: number): Kind {
  const config = {
    RollingUpdatePolicy: {
      MaximumBatchSize: size,
      WaitIntervalInSeconds: wait,
      MaximumExecutionTimeoutInSeconds: limit,
    },
  };
  const name = `batches of ${size.Value} (${size.Type}), ${shares.length} steps of ${wait} s`;
  return { name, policy: 'rolling', config, shares, wait, terminationWait: 0 };
}

const percent = (Value: number): CapacitySize => ({ Type: 'CAPACITY_PERCENT', Value });
const instances = (Value: number): CapacitySize => ({ Type: 'INSTANCE_COUNT', Value });
const stepsOf = (size: number) =>
  Array.from({ length: Math.ceil(100 / size) }, (_, at) => Math.min(100, (at + 1) * size));

const kinds: readonly Kind[] = [
  blueGreen('ALL_AT_ONCE', undefined, [[100], 3600, 3600]),
  // The smallest and the largest canary, with the longest waits.
  blueGreen('CANARY', percent(1), [[1, 100], 3600, 3600]),
  blueGreen('CANARY', percent(50), [[50, 100], 3600, 3600]),
  // The most steps that there are, and waits of nearly eight hours: 10 * 2,520 + 3,590 = 28,790.
  blueGreen('LINEAR', percent(10), [stepsOf(10), 2520, 3590]),
  // Of 10 instances.
  blueGreen('LINEAR', instances(1), [stepsOf(10), 2520, 3590]),
  blueGreen('LINEAR', percent(33), [stepsOf(33), 3600, 0]),
  // The smallest batch there is, 5 %, of which 20 are a fleet: 20 * 1,430 = 28,600. And one of the ten instances.
  rolling(percent(5), stepsOf(5), 1430),
  rolling(instances(1), stepsOf(10), 2870),
];

/** The steps of the developer guide ("Blue/Green Deployments", "Use rolling deployments"), by arithmetic. */
function expected({ policy, shares, wait, terminationWait }: Kind): string[] {
  const end = shares.length * wait;
  const steps = shares.flatMap((share, at) => {
    const before = shares[at - 1] ?? 0;
    if (policy !== 'rolling')
      return ['ActivatingTraffic', 'Baking'].map((stage) => `${at * wait}: ${stage} ${share} (100/100)`);
    const left = 100 - before;
    const batch = [`ActivatingTraffic ${share} (${share}/${left})`, `Baking ${share} (${share}/${left})`];
    const made = at === 0 ? [] : [`Deleting ${before} (${before}/${left})`, `Creating ${before} (${share}/${left})`];
    return [...made, ...batch].map((line) => `${at * wait}: ${line}`);
  });
  const termination = terminationWait === 0 ? [] : [`${end}: Deleting 100 (100/100)`];
  return [...steps, ...termination, `${end + terminationWait}: InService`];
}

/** Numbers in [0, 1) that are the same in every run (Lehmer, modulus 2^31 - 1, multiplier 48271). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

const open = (kind: Kind, options: Partial<SimulatedOptions> = {}) =>
  new SimulatedRollout({ policy: kind.policy, config: kind.config, mostSeconds: 3 * limit, lookEvery, ...options });

/** One configuration alone is left, with its whole fleet. */
function checkEnd({ record, servers }: SimulatedRollout, configName: string, what: string): void {
  expect([what, record.status, record.configName]).toEqual([what, 'InService', configName]);
  for (const server of servers)
    expect([what, server.serving?.configName, countOf(server.serving), server.next, server.traffic]).toEqual([
      what,
      configName,
      10,
      undefined,
      0,
    ]);
}

describe.each(kinds)('$name', (kind) => {
  const last = kind.shares.length * kind.wait + kind.terminationWait;

  it('goes through all its steps by the clock, for eight hours at most', () => {
    expect(last).toBeLessThan(limit);
    const rollout = open(kind).run();
    expect(rollout.written).toEqual(expected(kind));
    checkEnd(rollout, 'green', kind.name);
  });

  it('goes on from the stored step when servers are killed at random, and never answers what is not in rotation', () => {
    for (let seed = 1; seed <= rounds; seed++) {
      const random = seeded(seed * 7919);
      const servers = 1 + (seed % 3);
      const rollout = open(kind, { servers });
      // Some twelve kills.
      rollout.run(() => {
        if (random() < (12 * lookEvery) / last) rollout.kill(Math.floor(random() * servers));
      });
      expect(rollout.written, `seed ${seed}`).toEqual(expected(kind));
      for (const [got, stored] of rollout.firstShares) expect([seed, got]).toEqual([seed, stored]);
      checkEnd(rollout, 'green', `seed ${seed}`);
    }
  });

  it('goes back at the next look when an alarm is raised at any time', () => {
    for (let seed = 1; seed <= rounds; seed++) {
      const alarmFrom = toLook(seeded(seed * 104_729)() * last);
      const rollout = open(kind, { alarmFrom, servers: 2 }).run();
      expect([seed, rollout.written.at(-1)]).toEqual([seed, `${alarmFrom}: InService`]);
      // What was written before the alarm is the beginning of the whole.
      const before = rollout.written.filter((line) => Number(line.split(':')[0]) < alarmFrom);
      expect(before).toEqual(expected(kind).slice(0, before.length));
      checkEnd(rollout, 'blue', `alarm at ${alarmFrom}`);
    }
  });

  it('comes to an end in time when no server runs for a while: onwards, or back with the reason', () => {
    for (let seed = 1; seed <= rounds; seed++) {
      const random = seeded(seed * 15_485_863);
      const stopAt = toLook(random() * last);
      const seconds = toLook(10 + random() * 5000);
      const rollout = open(kind, { servers: 2 });
      rollout.run(() => {
        if (rollout.time === stopAt) rollout.stopAll(seconds);
      });
      const what = `stopped at ${stopAt} for ${seconds}`;
      const isGreen = rollout.record.configName === 'green';
      checkEnd(rollout, isGreen ? 'green' : 'blue', what);
      const end = Number(rollout.written.at(-1)?.split(':')[0]);
      // At the limit at the latest, or at the start after it.
      expect(end, what).toBeLessThanOrEqual(Math.max(limit, stopAt + seconds));
      if (!isGreen) expect([what, rollout.record.failureReason]).toEqual([what, expect.stringContaining(`(${limit})`)]);
      // A wait that ended meanwhile lasts once more, and no longer: it does not go back while there is time.
      if (last + seconds + kind.wait < limit) expect([what, isGreen]).toEqual([what, true]);
    }
  });
});
