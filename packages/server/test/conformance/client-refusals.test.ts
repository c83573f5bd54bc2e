import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { refusalsOf, titleOf } from '../support/client-features.ts';
import { findNodePackage } from '../support/node-package.ts';
import { findPythonEnvironment } from '../support/python-environment.ts';
import { removeData, startTestServer, type TestServer } from '../support/start-server.ts';

const run = promisify(execFile);

/** What clients say to their users of what is refused: docs/clients.md has it word for word. */
let server: TestServer;
const clients = await findPythonEnvironment();
const logs = await findNodePackage('@aws-sdk/client-cloudwatch-logs@3.1164.0');

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(async () => {
  await server.stop();
  removeData(server);
});

/** Addresses as they are by default. */
const withDefaultPort = (text: string) => text.replaceAll(`:${new URL(server.url).port}/`, ':4747/');
const script = (name: string) => join(import.meta.dirname, name);
const options = () => ({ env: { ...server.environment, PATH: process.env.PATH }, timeout: 120_000 });

it.skipIf(clients === undefined)(titleOf('boto3-refusals'), { timeout: 180_000 }, async () => {
  const { stdout } = await run(clients?.python ?? '', [script('client-refusals.py')], options());
  expect(JSON.parse(withDefaultPort(stdout))).toEqual(refusalsOf('boto3-refusals'));
});

it.skipIf(clients === undefined)(titleOf('cli-refusals'), { timeout: 180_000 }, async () => {
  const told = async (...words: string[]) => {
    const answer = await run(clients?.aws ?? '', words, options()).then(
      () => 'answered',
      ({ stderr }: { readonly stderr: string }) => stderr.trim(),
    );
    return [/\((\w+)\) when calling/.exec(answer)?.[1] ?? '', withDefaultPort(answer)];
  };
  const group = 'arn:aws:logs:us-east-1:000000000000:log-group:a';
  expect({
    '`logs start-live-tail`': await told('logs', 'start-live-tail', '--log-group-identifiers', group),
    '`s3api put-bucket-policy`': await told('s3api', 'put-bucket-policy', '--bucket', 'any', '--policy', '{}'),
  }).toEqual(refusalsOf('cli-refusals'));
});

it.skipIf(logs === undefined)(titleOf('javascript-refusals'), { timeout: 60_000 }, async () => {
  const { stdout } = await run(process.execPath, [script('client-refusals.mjs'), logs ?? ''], options());
  expect(JSON.parse(stdout)).toEqual(refusalsOf('javascript-refusals'));
});

it.skipIf(clients === undefined)(titleOf('boto3-identity'), { timeout: 120_000 }, async () => {
  const { stdout } = await run(clients?.python ?? '', [script('identity.py')], options());
  expect(stdout.trimEnd().split('\n')).toEqual([
    'called: arn:aws:iam::000000000000:root',
    'presigned: 000000000000',
    'changed: SignatureDoesNotMatch',
    'signed GET: 000000000000',
    'unsigned GET: AccessDenied',
    'wrong secret: SignatureDoesNotMatch',
    'wrong key: InvalidClientTokenId',
  ]);
});
