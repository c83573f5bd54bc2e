import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findPythonEnvironment } from '../support/python-environment.ts';
import { removeData, startTestServer, type TestServer, until } from '../support/start-server.ts';

const run = promisify(execFile);
const clients = await findPythonEnvironment();
const folder = mkdtempSync(join(tmpdir(), 'catenary-alarms-'));
const told = join(folder, 'told.jsonl');
const posted: string[] = [];
/** Messages that were refused, and whether more are. */
const refused: string[] = [];
let refuses = false;
/** Where messages are posted to. */
const hook = createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8').on('data', (piece: string) => (body += piece));
  request.on('end', () => {
    (refuses ? refused : posted).push(body);
    response.writeHead(refuses ? 503 : 200).end();
  });
});
let args: readonly string[];
let server: TestServer;

beforeAll(async () => {
  await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve));
  const { port } = hook.address() as AddressInfo;
  const config = join(folder, 'catenary.yaml');
  writeFileSync(
    config,
    `topics:\n  - match: "*:file"\n    file: ${told}\n  - match: "*:hook"\n    url: http://127.0.0.1:${port}/told\n`,
  );
  args = ['--config', config];
  server = await startTestServer({ args });
});
afterAll(async () => {
  await server.stop();
  removeData(server);
  hook.close();
  rmSync(folder, { recursive: true, force: true });
});

const topic = (name: string) => `arn:aws:sns:us-east-1:000000000000:${name}`;

interface Told {
  readonly TopicArn: string;
  readonly Message: string;
}

it.skipIf(clients === undefined)(
  'topics get a message for each change of an alarm that boto3 made (needs boto3 from PyPI)',
  async () => {
    const script = join(import.meta.dirname, 'alarm-actions.py');
    const { stdout } = await run(clients?.python ?? '', [script, 'errors', topic('file'), topic('hook')], {
      env: server.environment,
      timeout: 120_000,
    });
    expect(JSON.parse(stdout)).toEqual([
      [
        'ValidationError',
        expect.stringContaining('function:a of OKActions is not offered: give a topic of SNS') as string,
      ],
    ]);
    const changes = (texts: readonly string[]) =>
      texts.map((text) => {
        const { TopicArn, Message } = JSON.parse(text) as Told;
        const { OldStateValue, NewStateValue, NewStateReason } = JSON.parse(Message) as Record<string, string>;
        return [TopicArn, OldStateValue, NewStateValue, NewStateReason];
      });
    const lines = () => (existsSync(told) ? readFileSync(told, 'utf8').trimEnd().split('\n') : []);
    await until(async () => (lines().length > 0 && posted.length > 1 ? true : undefined));
    expect(changes(lines())).toEqual([[topic('file'), 'INSUFFICIENT_DATA', 'ALARM', 'tried']]);
    // Each is sent by itself: they may overtake each other.
    const sent = changes(posted).map((change) => change.join(' '));
    expect(sent.toSorted()).toEqual(['last', 'over'].map((reason) => `${topic('hook')} ALARM OK ${reason}`));
  },
);

it.each(['SIGTERM', 'SIGKILL'] as const)(
  'what was not delivered when a server ended (%s) is sent by the next one, once it is taken',
  async (signal) => {
    refuses = true;
    refused.length = 0;
    posted.length = 0;
    const alarm = { AlarmName: `kept ${signal}`, Namespace: 'n', MetricName: 'm', Statistic: 'Sum', Period: 60 };
    const rule = { EvaluationPeriods: 1, Threshold: 1, ComparisonOperator: 'GreaterThanThreshold' };
    const state = { AlarmName: alarm.AlarmName, StateValue: 'ALARM', StateReason: signal };
    await server.client.operation('PutMetricAlarm', { ...alarm, ...rule, AlarmActions: [topic('hook')] }, 'monitoring');
    await server.client.operation('SetAlarmState', state, 'monitoring');
    await until(async () => (refused.length > 0 ? true : undefined));
    await server.stop(signal);
    refuses = false;
    server = await startTestServer({ args, data: server.data });
    await until(async () => (posted.length > 0 ? true : undefined));
    const ids = [...refused, ...posted].map((text) => (JSON.parse(text) as { readonly MessageId: string }).MessageId);
    expect([new Set(ids).size, posted.length]).toEqual([1, 1]);
    const { Message: message } = JSON.parse(posted[0] as string) as Told;
    expect(JSON.parse(message)).toMatchObject({ AlarmName: alarm.AlarmName, NewStateReason: signal });
  },
);
