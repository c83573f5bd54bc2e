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
/** Where messages are posted to. */
const hook = createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8').on('data', (piece: string) => (body += piece));
  request.on('end', () => {
    posted.push(body);
    response.end();
  });
});
let server: TestServer;

beforeAll(async () => {
  await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve));
  const { port } = hook.address() as AddressInfo;
  const config = join(folder, 'catenary.yaml');
  writeFileSync(
    config,
    `topics:\n  - match: "*:file"\n    file: ${told}\n  - match: "*:hook"\n    url: http://127.0.0.1:${port}/told\n`,
  );
  server = await startTestServer({ args: ['--config', config] });
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
