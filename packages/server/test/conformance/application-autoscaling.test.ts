import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDiamondsModel, createEndpoint } from '../support/diamonds.ts';
import { findPythonEnvironment } from '../support/python-environment.ts';
import { removeData, startTestServer, type TestServer } from '../support/start-server.ts';

const run = promisify(execFile);

/** Targets, policies and scheduled actions are kept and checked, and the alarms of policies are there. */
let server: TestServer;
const clients = await findPythonEnvironment();

beforeAll(async () => {
  server = await startTestServer();
  await createDiamondsModel(server.client, 'diamonds', ['xgboost']);
  await createEndpoint(server.client, 'diamonds');
});
afterAll(async () => {
  await server.stop();
  removeData(server);
});

const alarm = (kind: string) => `TargetTracking-endpoint/diamonds/variant/AllTraffic-${kind}`;

it.skipIf(clients === undefined)('boto3 says how a variant is to be scaled (needs it from PyPI)', async () => {
  const script = join(import.meta.dirname, 'application-autoscaling.py');
  const { stdout } = await run(clients?.python ?? '', [script], { env: server.environment, timeout: 120_000 });
  expect(JSON.parse(stdout)).toEqual({
    unregistered: ['ObjectNotFoundException', expect.stringContaining('No scalable target registered') as string],
    unbounded: ['ValidationException', expect.stringContaining('MinCapacity and MaxCapacity must be given') as string],
    'too many tags': ['ValidationException', 'A resource may have 50 tags at most.'],
    target: {
      ResourceId: 'endpoint/diamonds/variant/AllTraffic',
      MinCapacity: 1,
      MaxCapacity: 5,
      SuspendedState: {
        DynamicScalingInSuspended: false,
        DynamicScalingOutSuspended: false,
        ScheduledScalingSuspended: false,
      },
    },
    tags: { cost: 'b' },
    made: [alarm('AlarmHigh'), alarm('AlarmLow')],
    // Below 90 % of the target: 63 of 70, and 90 of 100.
    alarms: [
      [alarm('AlarmHigh'), 70, 'GreaterThanThreshold', 3],
      [alarm('AlarmLow'), 63, 'LessThanThreshold', 15],
    ],
    changed: [
      [alarm('AlarmHigh'), 100, 'GreaterThanThreshold', 3],
      [alarm('AlarmLow'), 90, 'LessThanThreshold', 15],
    ],
    'out only': [[alarm('AlarmHigh'), 70, 'GreaterThanThreshold', 3]],
    policies: [
      ['steps', 'StepScaling'],
      ['track', 'TargetTrackingScaling'],
    ],
    scheduled: {
      ScheduledActionName: 'night',
      Schedule: 'cron(0 22 * * ? *)',
      Timezone: 'Europe/Berlin',
      ScalableTargetAction: { MaxCapacity: 1 },
    },
    activities: [],
    refused: [
      ['ValidationException', 'Endpoint absent does not exist.'],
      ['ValidationException', 'Variant other does not exist: the endpoint diamonds has AllTraffic.'],
      ['ValidationException', expect.stringContaining('Minimum capacity cannot be greater than maximum') as string],
      ['ValidationException', expect.stringContaining('The service namespace ecs is not offered') as string],
      ['ValidationException', expect.stringContaining('ALBRequestCountPerTarget is not offered: there are ') as string],
      ['ValidationException', expect.stringContaining('one ends at 10, and the next begins at 20') as string],
      ['ValidationException', expect.stringContaining('must have the form at(...), rate(...) or cron(...)') as string],
      ['ValidationException', 'The Timezone Mars/North is not known: give a name such as Europe/Berlin.'],
      ['ValidationException', 'The Schedule at(2027-13-01T00:00:00) has no such day or time.'],
      ['ValidationException', expect.stringContaining('cron(0 8 L * ? *) is not understood: give minutes') as string],
      ['ObjectNotFoundException', expect.stringContaining('No scaling policy found with the name absent') as string],
      ['InvalidNextTokenException', 'The next token is invalid.'],
    ],
    full: [
      ['LimitExceededException', expect.stringContaining('may have 50 scaling policies at most') as string],
      ['LimitExceededException', expect.stringContaining('may have 200 scheduled actions at most') as string],
    ],
    left: [[], [], []],
  });
});
