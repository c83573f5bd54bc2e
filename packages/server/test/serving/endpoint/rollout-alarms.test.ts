import { expect, it } from 'vitest';
import { RolloutAlarms } from '../../../src/serving/endpoint/rollout-alarms.ts';
import type { EndpointRecord } from '../../../src/serving/records/endpoint-record.ts';
import { snapshotOf } from '../../support/simulated-rollout.ts';

const startedAt = 100_000;

/** A rollout at a step with requests for the new one, which was stored at that time. */
const rollingSince = (since: number): EndpointRecord => ({
  name: 'us-east-1/e',
  arn: 'arn',
  createdAt: 0,
  modifiedAt: since,
  configName: 'blue',
  activeText: null,
  status: 'Updating',
  active: snapshotOf('blue'),
  deployment: {
    policy: 'watched-all-at-once',
    target: snapshotOf('green'),
    rollout: {
      config: {
        BlueGreenUpdatePolicy: { TrafficRoutingConfiguration: { Type: 'ALL_AT_ONCE', WaitIntervalInSeconds: 10 } },
        AutoRollbackConfiguration: { Alarms: [{ AlarmName: 'errors' }] },
      },
      startedAt: since,
      step: 1,
      since,
    },
  },
});

/** Alarms whose state is OK until they are evaluated, and those that were asked for. */
function open(stored: 'OK' | 'ALARM' = 'OK') {
  const asked: string[] = [];
  let state = stored;
  const log = { warn: () => undefined } as never;
  const alarms = new RolloutAlarms({
    startedAt,
    log,
    alarms: {
      find: async (_region, names) => new Map(names.map((name) => [name, state])),
      evaluate: async (region, names) => {
        asked.push(`${region}/${names.join()}`);
        state = 'ALARM';
      },
    },
  });
  return { alarms, asked };
}

it('are evaluated first for a step that was stored before the server started', async () => {
  const { alarms, asked } = open();
  expect(await alarms.find(rollingSince(startedAt - 1))).toContain(
    'in state ALARM while the deployment was watched: errors.',
  );
  expect(asked).toEqual(['us-east-1/errors']);
  await alarms.find(rollingSince(startedAt - 1));
  expect(asked).toEqual(['us-east-1/errors']);
});

it('are asked as they are for a step of this run, or if one is raised already', async () => {
  const ofThisRun = open();
  expect(await ofThisRun.alarms.find(rollingSince(startedAt))).toBeUndefined();
  const raised = open('ALARM');
  expect(await raised.alarms.find(rollingSince(0))).toContain('errors');
  expect([ofThisRun.asked, raised.asked]).toEqual([[], []]);
});
