/**
 * Rollouts to what is faulty by a virtual clock: `sh scripts/with-node.sh --conditions=source bench/serving/virtual-rollout-faults.ts [runs]`. The plan and
 * the alarms are the server's, the requests are drawn from seeds, and no server is asked, so the figures are the same everywhere. Afterwards the former
 * configuration has to be in service with the reason, with nothing of the other one. As many requests may fail as come to the new
 * configuration from when the fault shows until all are sent back; each row has both.
 */
import { builtInAlarms, SplitMonitor } from '../../packages/server/src/serving/endpoint/traffic/split-monitor.ts';
import type { PolicyName } from '../../packages/server/src/serving/records/deployment.ts';
import { countOf, SimulatedRollout } from '../../packages/server/test/support/simulated-rollout.ts';
import { printTable, type Row } from '../harness.ts';
import { blueGreen, percent } from './parts/rollout-server.ts';

const runs = Number(process.argv[2] ?? 10);
const perSecond = 1000;
const waitSeconds = 60;

const kinds: readonly { readonly policy: PolicyName; readonly config: object }[] = [
  { policy: 'watched-all-at-once', config: blueGreen('ALL_AT_ONCE', waitSeconds) },
  { policy: 'canary', config: blueGreen('CANARY', waitSeconds, { CanarySize: percent(10) }) },
  { policy: 'linear', config: blueGreen('LINEAR', waitSeconds, { LinearStepSize: percent(25) }) },
  {
    policy: 'rolling',
    config: { RollingUpdatePolicy: { MaximumBatchSize: percent(25), WaitIntervalInSeconds: waitSeconds } },
  },
];

interface Fault {
  /** It does not start. */
  readonly isNeverReady?: true;
  /** The shares of requests that fail, and that take ten times as long. */
  readonly failing?: number;
  readonly slow?: number;
  /** It is well until this second, drawn by the run. */
  readonly from?: (random: () => number) => number;
  /** Where nothing is left to compare with, alarms of CloudWatch count, evaluated every minute. */
  readonly hasAlarm?: true;
}

const faults: Readonly<Record<string, Fault>> = {
  'R2 does not start': { isNeverReady: true },
  'R3 all fail': { failing: 1 },
  'R3 one of ten fails': { failing: 0.1 },
  'R3 is slow': { slow: 1 },
  'R4 ends in the first wait': { failing: 1, from: (random) => 1 + random() * (waitSeconds - 10) },
  'R4 ends at 100 %, alarm of CloudWatch': { failing: 1, hasAlarm: true },
};

/** Numbers in [0, 1) that are the same in every run (Lehmer, modulus 2^31 - 1, multiplier 48271). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

interface Outcome {
  readonly isRight: boolean;
  readonly isLeft: boolean;
  readonly failed: number;
  /** Requests to the new configuration from when the fault showed. */
  readonly exposed: number;
  readonly seconds: number;
}

function roll(policy: PolicyName, config: object, { fault, seed }: { fault: Fault; seed: number }): Outcome {
  const random = seeded(seed);
  const monitor = new SplitMonitor(builtInAlarms);
  const faultAt = fault.from?.(random) ?? 0;
  let [failed, exposed, alarmFrom] = [0, 0, Infinity];
  let shownAt: number | undefined;
  const rollout = new SimulatedRollout({
    policy,
    config,
    refuse: ({ type }) => (fault.isNeverReady === true && type === 'start' ? 'no ping' : undefined),
    get alarmFrom() {
      return alarmFrom;
    },
  });
  rollout.run(() => {
    const share = rollout.stored().traffic / 100;
    const isFaulty = share > 0 && rollout.time >= faultAt && (fault.hasAlarm === undefined || share === 1);
    if (isFaulty) shownAt ??= rollout.time;
    for (let at = 0; at < perSecond; at++) {
      const isNew = random() < share;
      const hasFailed = isNew && isFaulty && random() < (fault.failing ?? 0);
      const isSlow = random() < 0.01 || (isNew && isFaulty && random() < (fault.slow ?? 0));
      if (isNew && isFaulty) exposed++;
      if (hasFailed) failed++;
      monitor.note({ isNew, share, hasFailed, ms: (1 + random()) * (isSlow ? 10 : 1) });
    }
    if (monitor.raised !== undefined) alarmFrom = Math.min(alarmFrom, rollout.time);
    const isEvaluated = (rollout.time + (seed % 60)) % 60 === 0;
    if (fault.hasAlarm === true && failed > 0 && isEvaluated) alarmFrom = Math.min(alarmFrom, rollout.time);
  });
  const { record, servers } = rollout;
  const isRight = record.status === 'InService' && record.configName === 'blue' && record.failureReason !== undefined;
  const isLeft = servers.some(
    ({ next, traffic, serving }) => next !== undefined || traffic > 0 || countOf(serving) !== 10,
  );
  return { isRight, isLeft, failed, exposed, seconds: shownAt === undefined ? 0 : rollout.time - shownAt };
}

const rows = Object.entries(faults).flatMap(([name, fault]) =>
  kinds.flatMap(({ policy, config }): Row[] => {
    // All at once has no share to compare by: an alarm of CloudWatch alone sees its faults.
    const isCompared = policy !== 'watched-all-at-once' || fault.isNeverReady === true || fault.hasAlarm === true;
    if (!isCompared) return [];
    const outcomes = Array.from({ length: runs }, (_, at) => roll(policy, config, { fault, seed: 1000 + at * 77 }));
    const sum = (of: (outcome: Outcome) => number) => outcomes.reduce((total, outcome) => total + of(outcome), 0);
    return [
      {
        name: `${name}: ${policy}`,
        runs,
        'right end': sum(({ isRight }) => Number(isRight)),
        'something left': sum(({ isLeft }) => Number(isLeft)),
        failed: sum(({ failed }) => failed),
        'to the new one meanwhile': sum(({ exposed }) => exposed),
        'most seconds': Math.max(...outcomes.map(({ seconds }) => seconds)),
      },
    ];
  }),
);
printTable(`Rollouts to what is faulty, ${perSecond} requests/s by a virtual clock, waits of ${waitSeconds} s`, rows);
