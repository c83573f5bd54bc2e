import { describe, expect, it } from 'vitest';
import type { PolicyName } from '../../../../src/serving/records/deployment.ts';
import type { CapacitySize, DeploymentConfig } from '../../../../src/serving/records/deployment-config.ts';
import { countOf, type SimulatedOptions, SimulatedRollout } from '../../../support/simulated-rollout.ts';

const percent = (Value: number): CapacitySize => ({ Type: 'CAPACITY_PERCENT', Value });
const instances = (Value: number): CapacitySize => ({ Type: 'INSTANCE_COUNT', Value });
const routed = (
  Type: 'ALL_AT_ONCE' | 'CANARY' | 'LINEAR',
  sizes: object,
  TerminationWaitInSeconds = 5,
): DeploymentConfig => ({
  BlueGreenUpdatePolicy: {
    TrafficRoutingConfiguration: { Type, WaitIntervalInSeconds: 10, ...sizes },
    TerminationWaitInSeconds,
    MaximumExecutionTimeoutInSeconds: 600,
  },
});
const rolling = (rest: object = {}): DeploymentConfig => ({
  RollingUpdatePolicy: { MaximumBatchSize: percent(40), WaitIntervalInSeconds: 10, ...rest },
});

interface Kind {
  readonly policy: PolicyName;
  readonly config: DeploymentConfig;
  /** Second, stage, percentage of requests to the new one, and of the instances of the new and the former one. */
  readonly written: readonly string[];
}

/** The order of steps of the developer guide ("Blue/Green Deployments", "Use rolling deployments"), by arithmetic. */
const kinds: readonly Kind[] = [
  {
    policy: 'watched-all-at-once',
    config: routed('ALL_AT_ONCE', {}),
    written: [
      '0: ActivatingTraffic 100 (100/100)',
      '0: Baking 100 (100/100)',
      '10: Deleting 100 (100/100)',
      '15: InService',
    ],
  },
  {
    policy: 'canary',
    config: routed('CANARY', { CanarySize: instances(2) }),
    written: [
      '0: ActivatingTraffic 20 (100/100)',
      '0: Baking 20 (100/100)',
      '10: ActivatingTraffic 100 (100/100)',
      '10: Baking 100 (100/100)',
      '20: Deleting 100 (100/100)',
      '25: InService',
    ],
  },
  {
    policy: 'linear',
    config: routed('LINEAR', { LinearStepSize: percent(40) }, 0),
    written: [
      '0: ActivatingTraffic 40 (100/100)',
      '0: Baking 40 (100/100)',
      '10: ActivatingTraffic 80 (100/100)',
      '10: Baking 80 (100/100)',
      '20: ActivatingTraffic 100 (100/100)',
      '20: Baking 100 (100/100)',
      '30: InService',
    ],
  },
  {
    policy: 'rolling',
    config: rolling(),
    written: [
      '0: ActivatingTraffic 40 (40/100)',
      '0: Baking 40 (40/100)',
      '10: Deleting 40 (40/60)',
      '10: Creating 40 (80/60)',
      '10: ActivatingTraffic 80 (80/60)',
      '10: Baking 80 (80/60)',
      '20: Deleting 80 (80/20)',
      '20: Creating 80 (100/20)',
      '20: ActivatingTraffic 100 (100/20)',
      '20: Baking 100 (100/20)',
      '30: InService',
    ],
  },
];

const run = (options: SimulatedOptions) => new SimulatedRollout(options).run();
const isGreen = ({ record, servers }: SimulatedRollout) => {
  expect(record).toMatchObject({ status: 'InService', configName: 'green' });
  expect(record.deployment).toBeUndefined();
  for (const server of servers) {
    expect(server).toMatchObject({ traffic: 0, serving: { configName: 'green' } });
    expect([server.next, countOf(server.serving)]).toEqual([undefined, 10]);
  }
};
const isBlue = ({ record, servers }: SimulatedRollout, reason: string) => {
  expect(record).toMatchObject({ status: 'InService', configName: 'blue' });
  expect(record.failureReason).toContain(reason);
  for (const server of servers) {
    expect(server).toMatchObject({ traffic: 0, serving: { configName: 'blue' } });
    expect([server.next, countOf(server.serving)]).toEqual([undefined, 10]);
  }
};

describe.each(kinds)('$policy', ({ policy, config, written }) => {
  it('goes through its steps by the clock', () => {
    const rollout = run({ policy, config });
    expect(rollout.written).toEqual(written);
    isGreen(rollout);
  });

  it('is brought about by every server', () => {
    const rollout = run({ policy, config, servers: 3 });
    expect(rollout.written).toEqual(written);
    isGreen(rollout);
  });

  it('goes on from the stored step when the server is killed in any of them', () => {
    for (let second = 0; second <= 30; second++) {
      const rollout = new SimulatedRollout({ policy, config });
      rollout.run(() => {
        if (rollout.time === second) rollout.kill(0);
      });
      expect(rollout.written, `killed at ${second}`).toEqual(written);
      isGreen(rollout);
    }
  });

  it('answers after a restart with what is in rotation alone', () => {
    for (let second = 0; second <= 30; second++) {
      const rollout = new SimulatedRollout({ policy, config });
      while (rollout.time < second && rollout.turn()) rollout.time++;
      if (!rollout.turn()) break;
      const [before] = rollout.servers.map((server) => rollout.answers(server));
      rollout.kill(0);
      rollout.done.length = 0;
      rollout.turn();
      expect(rollout.servers.map((server) => rollout.answers(server))).toEqual([before]);
      // Requests wait until `serve`: what gets some has been started by then, and gets its share from the first one on.
      const isMixed = (before?.green ?? 0) > 0;
      if (isMixed) expect(rollout.done.slice(0, 2)).toEqual(['start', 'serve']);
      for (const [got, stored] of rollout.firstShares) expect(got).toBe(stored);
    }
  });

  it('waits again for what ended while no server ran, and goes on from there', () => {
    for (let second = 0; second < 30; second++) {
      const rollout = new SimulatedRollout({ policy, config, servers: 2 });
      rollout.run(() => {
        if (rollout.time === second) rollout.stopAll(100);
      });
      if (second >= Number(written.at(-1)?.split(':')[0])) continue;
      // Down from `second` until 100 seconds later: the step that was stored by then is written again, and what follows is as late.
      const before = written.filter((line) => Number(line.split(':')[0]) <= second);
      const [at, stored] = String(before.at(-1)).split(': ');
      const late = second + 100 - Number(at);
      const after = written.slice(before.length).map((line) => {
        const [time, ...what] = line.split(': ');
        return `${Number(time) + late}: ${what.join(': ')}`;
      });
      expect(rollout.written, `stopped at ${second}`).toEqual([...before, `${second + 100}: ${stored}`, ...after]);
      isGreen(rollout);
    }
  });

  it('goes on by the clock where no server ran for a part of a wait', () => {
    const rollout = new SimulatedRollout({ policy, config });
    rollout.run(() => {
      if (rollout.time === 4) rollout.stopAll(5);
    });
    expect(rollout.written).toEqual(written);
    isGreen(rollout);
  });

  it('goes back at the first look if an alarm went off while no server ran', () => {
    for (let second = 0; second < 24; second++) {
      const rollout = new SimulatedRollout({ policy, config, alarmFrom: second + 50 });
      rollout.run(() => {
        if (rollout.time === second) rollout.stopAll(100);
      });
      if (second >= Number(written.at(-1)?.split(':')[0])) continue;
      isBlue(rollout, 'ALARM');
      const before = written.filter((line) => Number(line.split(':')[0]) <= second);
      // Nothing but the way back was written after the start.
      expect(rollout.written.slice(0, before.length + 1)).not.toContain(written[before.length]);
    }
  });

  it('goes back at the first look if it had to be over while no server ran', () => {
    const limit = { MaximumExecutionTimeoutInSeconds: 600 };
    const limited: DeploymentConfig =
      config.RollingUpdatePolicy === undefined
        ? config
        : { RollingUpdatePolicy: { ...config.RollingUpdatePolicy, ...limit } };
    for (const second of [0, 5, 9]) {
      const rollout = new SimulatedRollout({ policy, config: limited });
      rollout.run(() => {
        if (rollout.time === second) rollout.stopAll(700);
      });
      isBlue(rollout, 'MaximumExecutionTimeoutInSeconds (600)');
      expect(rollout.written.at(-1)).toBe(`${second + 700}: InService`);
    }
  });

  it('goes back when an alarm is raised in any step, and leaves nothing', () => {
    for (let second = 0; second <= 24; second++) {
      const rollout = run({ policy, config, alarmFrom: second, servers: 2 });
      if (second > Number(written.at(-1)?.split(':')[0])) isGreen(rollout);
      else isBlue(rollout, 'ALARM');
    }
  });

  it('goes back when the new one does not start', () => {
    const refuse = ({ type }: { type: string }) => (type === 'start' ? 'no ping' : undefined);
    const rollout = run({ policy, config, refuse });
    expect(rollout.written).toEqual(['0: InService']);
    isBlue(rollout, 'no ping');
  });
});

/** Numbers in [0, 1) that are the same in every run (Lehmer, modulus 2^31 - 1, multiplier 48271). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

/** What one of several rollouts meets besides the ends of servers. */
const faults: readonly Partial<SimulatedOptions>[] = [
  {},
  { alarmFrom: 12 },
  { refuse: ({ type }) => (type === 'start' ? 'no ping' : undefined) },
  { refuse: ({ type }, time) => (type === 'scale-next' && time >= 20 ? 'no room' : undefined) },
];
const killRounds = Number(process.env.CATENARY_ROLLOUT_KILLS ?? 40);

/** Checks that nothing is answered but what is in rotation by the stored step, and that one configuration alone is left. */
function checkKilled(options: SimulatedOptions, what: string): void {
  const rollout = new SimulatedRollout(options);
  rollout.run(() => {
    for (const server of rollout.servers) {
      const asked = rollout.answers(server);
      const stored = rollout.stored();
      if (asked.none === 100) continue;
      expect([stored, asked.green ?? 0], `${what} at ${rollout.time}`).toEqual([stored, stored.traffic]);
    }
  });
  for (const [got, stored] of rollout.firstShares) expect([what, got]).toEqual([what, stored]);
  if (rollout.record.configName === 'green') isGreen(rollout);
  else isBlue(rollout, '');
}

describe.each(kinds)('$policy, whatever ends', ({ policy, config }) => {
  it('comes to one configuration when a server ends before any of its actions', () => {
    for (const [at, fault] of faults.entries()) {
      const undisturbed = run({ policy, config, ...fault }).done.length;
      for (let action = 0; action < undisturbed; action++)
        checkKilled(
          { policy, config, ...fault, isKilled: (now) => now === action },
          `fault ${at}, killed at ${action}`,
        );
    }
  });

  it('comes to one configuration when servers end at random, several times', () => {
    for (let seed = 1; seed <= killRounds; seed++) {
      const random = seeded(seed * 7919);
      const fault = faults[seed % faults.length];
      const servers = 1 + (seed % 3);
      const isKilled = () => random() < 0.1;
      checkKilled({ policy, config, ...fault, servers, isKilled }, `seed ${seed}`);
    }
  });
});

describe('a rollout', () => {
  it('that is not over in time goes back', () => {
    const config = routed('CANARY', { CanarySize: percent(10) });
    const rollout = new SimulatedRollout({ policy: 'canary', config });
    rollout.turn();
    rollout.time = 600;
    rollout.run();
    isBlue(rollout, 'MaximumExecutionTimeoutInSeconds (600)');
  });

  it('in batches that gets no more instances of the new one gives the former one its instances back, in batches', () => {
    const refuse = ({ type }: { type: string }, time: number) =>
      type === 'scale-next' && time >= 20 ? 'no room' : undefined;
    const config = rolling({ RollbackMaximumBatchSize: percent(50) });
    const rollout = run({ policy: 'rolling', config, refuse });
    // At 80 percent of requests, 80 percent of the new instances and 20 of the former ones; half of the missing 80 at a time.
    expect(rollout.written.slice(-5)).toEqual([
      '20: Updating 80 (80/60)',
      '20: ActivatingTraffic 40 (80/60)',
      '20: Updating 40 (80/100)',
      '20: ActivatingTraffic 0 (80/100)',
      '20: InService',
    ]);
    isBlue(rollout, 'no room');
  });

  it('in batches that can neither go on nor back stays as it is, and says so', () => {
    const refuse = ({ type }: { type: string }, time: number) => {
      if (time < 20) return undefined;
      return type === 'scale-next' || type === 'resize' ? 'no room' : undefined;
    };
    const { record, servers } = run({ policy: 'rolling', config: rolling(), refuse });
    expect(record).toMatchObject({
      status: 'UpdateRollbackFailed',
      failureReason: 'no room The rollback failed: no room',
      deployment: { target: { configName: 'green' } },
    });
    expect(servers[0]).toMatchObject({ traffic: 80, serving: { configName: 'blue' }, next: { configName: 'green' } });
  });

  it('never has more instances of both than one batch beyond the fleet, if it goes in batches', () => {
    const rollout = new SimulatedRollout({ policy: 'rolling', config: rolling() });
    let most = 0;
    rollout.run(() => {
      const [server] = rollout.servers;
      most = Math.max(most, countOf(server?.serving) + countOf(server?.next));
    });
    expect(most).toBe(14);
  });
});
