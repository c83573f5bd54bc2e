import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { titleOf } from '../support/client-features.ts';
import { example } from '../support/diamonds.ts';
import {
  findPythonEnvironment,
  modelBuilderAlone,
  pythonModelBuilder,
  pythonSdk2,
  pythonSdk3,
} from '../support/python-environment.ts';
import { removeData, startTestServer, type TestServer } from '../support/start-server.ts';

const run = promisify(execFile);

/** The sagemaker Python SDK, unchanged: what it calls besides the control plane is IAM and CloudWatch Logs. */
let server: TestServer;
const two = await findPythonEnvironment(pythonSdk2);
const three = await findPythonEnvironment(pythonSdk3);
const builder = await findPythonEnvironment(pythonModelBuilder, modelBuilderAlone);

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(async () => {
  await server.stop();
  removeData(server);
});

const options = () => ({ env: { ...server.environment, TERM: 'dumb' }, timeout: 280_000 });

it.skipIf(two === undefined)(titleOf('sdk2-pipeline'), { timeout: 300_000 }, async () => {
  const { stdout } = await run(two?.python ?? '', [example('sagemaker_sdk.py'), 'sdk'], options());
  // The first line of expected/final.csv.
  expect(stdout).toContain("prediction: [['8639.35', 'luxury']]");
  expect(stdout).toContain('batch: 2000 of 2000 equal');
  // The SDK shows the job's log while it waits.
  expect(stdout).toContain('BatchStrategy=MULTI_RECORD');
});

it.skipIf(two === undefined)(titleOf('sdk2-registry'), { timeout: 300_000 }, async () => {
  const script = join(import.meta.dirname, 'model-registry.py');
  const { stdout } = await run(two?.python ?? '', [script, example('.')], options());
  const arn = 'arn:aws:sagemaker:us-east-1:000000000000:model-package';
  expect(stdout.split('\n')).toEqual(
    expect.arrayContaining([
      `registered: ${arn}/prices/1`,
      `second: ${arn}/prices/2`,
      'before: PendingManualApproval',
      // The first line of test/golden/chains/xgboost.csv.
      "prediction: [['9.064083099365234']]",
      `approved: ${arn}/prices/1`,
      "metadata: {'stage': 'live'} 2",
      `alone: ${arn}/alone`,
      'listed: 3',
      'group in use',
      'left: []',
    ]),
  );
});

it.skipIf(two === undefined)(titleOf('sdk2-endpoints'), { timeout: 300_000 }, async () => {
  const script = join(import.meta.dirname, 'sdk-endpoints.py');
  const { stdout } = await run(two?.python ?? '', [script, example('.')], options());
  // The SDK prints a dash for each question while it waits.
  const lines = stdout.split('\n').map((line) => line.replace(/^[-!]+/, ''));
  expect(lines).toEqual(
    expect.arrayContaining([
      'serverless: 1',
      "models: ['diamonds/one.tar.gz', 'two.tar.gz']",
      'several: True',
      'plain: True',
      'left: []',
    ]),
  );
});

it.skipIf(two === undefined)(titleOf('sdk2-frameworks'), { timeout: 600_000 }, async () => {
  const script = join(import.meta.dirname, 'sdk-frameworks.py');
  const { stdout } = await run(two?.python ?? '', [script, example('.')], { ...options(), timeout: 580_000 });
  expect(stdout.split('\n')).toEqual(
    expect.arrayContaining([
      'containers: 3',
      'updated: True 2',
      'replaced: frameworks-two',
      'batch: 2000 2000',
      'left: [] []',
    ]),
  );
  // Of the first model, after the update of its instances, and of the model that replaced it.
  expect(stdout.split('prediction: True').length - 1).toBe(3);
});

it.skipIf(three === undefined)(titleOf('core-resources'), { timeout: 300_000 }, async () => {
  const script = join(import.meta.dirname, 'sagemaker-core.py');
  const { stdout } = await run(three?.python ?? '', [script, example('.')], options());
  // The first line of test/golden/chains/xgboost.csv.
  expect(stdout).toContain('prediction: 9.064083099365234');
  expect(stdout).toContain("endpoints: ['core']");
  expect(stdout).toContain('job: Completed');
  expect(stdout).toContain('lines: 2000');
  expect(stdout).toContain('gone');
});

it.skipIf(builder === undefined)(titleOf('serve-builder'), { timeout: 300_000 }, async () => {
  const script = join(import.meta.dirname, 'model-builder.py');
  const { stdout } = await run(builder?.python ?? '', [script, example('.')], options());
  expect(stdout).toContain('containers: 2');
  // The first line of test/golden/chains/xgboost.csv.
  expect(stdout).toContain('prediction: 9.064083099365234');
  expect(stdout).toContain('lines: 2000');
});

describe('what it asks of IAM', () => {
  const query = async (form: Record<string, string>) => {
    const request = { method: 'POST', path: '/', service: 'iam', body: new URLSearchParams(form).toString() };
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    return (await server.client.send({ ...request, headers })).body.toString();
  };

  it('takes every role for one that may do all', async () => {
    expect(await query({ Action: 'GetRole', RoleName: 'a+b' })).toContain(
      '<Arn>arn:aws:iam::000000000000:role/a+b</Arn>',
    );
    const simulated = await query({
      Action: 'SimulatePrincipalPolicy',
      'ActionNames.member.1': 'sagemaker:CreateModel',
      'ActionNames.member.2': 's3:GetObject<',
    });
    expect(simulated.match(/<EvalDecision>allowed<\/EvalDecision>/g)).toHaveLength(2);
    expect(simulated).toContain('<EvalActionName>s3:GetObject&lt;</EvalActionName>');
  });

  it('refuses what it does not know', async () => {
    await expect(query({ Action: 'GetRole', RoleName: 'a b' })).rejects.toThrow('roleName is invalid');
    await expect(query({ Action: 'ListRoles' })).rejects.toThrow('not offered by this server');
  });
});
