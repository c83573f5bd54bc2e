import { execFile, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeTar } from '../platform/artifact/make-tar.ts';
import { example, golden as goldenDiamonds, linesOf, readExample } from '../support/diamonds.ts';
import {
  credentials,
  programWords,
  removeData,
  root,
  startTestServer,
  type TestServer,
} from '../support/start-server.ts';

const golden = join(root, 'test/golden/xgboost/approx-3.2');
const model = join(golden, 'model.pkl');
const input = join(golden, 'input.csv');
const schema = ['--schema', example('sparkml/schema.json')];

let server: TestServer;
let folder: string;
beforeAll(async () => {
  server = await startTestServer();
  folder = mkdtempSync(join(tmpdir(), 'catenary-commands-'));
}, 60_000);
afterAll(async () => {
  await server.stop();
  removeData(server);
  rmSync(folder, { recursive: true, force: true });
});

interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

const userEnvironment = () => ({
  PATH: process.env.PATH,
  HOME: folder,
  AWS_ACCESS_KEY_ID: credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  CATENARY_DATA: server.data,
});

/** `catenary ...` in a process of its own, with the server's data folder and keys. */
async function catenary(...args: readonly string[]): Promise<Ended> {
  const env = userEnvironment();
  const command = [...programWords, ...args];
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, command, { env });
    return { status: 0, stdout, stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { status: code, stdout, stderr };
  }
}

/** Numbers of single precision, as XGBoost has them. */
const floats = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => Math.fround(Number(line)));

/** A file of one row. */
function row(text: string): string {
  const path = join(folder, 'row.csv');
  writeFileSync(path, text);
  return path;
}

describe('commands that are clients of a server', () => {
  it('serve a model file, and answer as XGBoost does', async () => {
    const deployed = await catenary('deploy', 'prices', model);
    expect([deployed.status, deployed.stdout]).toEqual([
      0,
      expect.stringContaining('endpoint prices: created, in service'),
    ]);
    expect(deployed.stdout).toContain('sagemaker-xgboost:3.2-0 (model.pkl is a pickle that names xgboost.core first)');
    const asked = await catenary('invoke', 'prices', '--input', input);
    expect(floats(asked.stdout)).toEqual(floats(readFileSync(join(golden, 'expected.csv'), 'utf8')));
  }, 60_000);

  it('look into a model that lies in a bucket, for its image', async () => {
    const put = (path: string, body?: Buffer) =>
      server.client.send({ method: 'PUT', path, service: 's3', ...(body === undefined ? {} : { body }) });
    await put('/own-models');
    await put('/own-models/price.tar.gz', readExample('xgboost/model.tar.gz'));
    await put('/own-models/notes.tar.gz', gzipSync(makeTar([{ name: 'notes.txt', content: 'my notes' }])));
    const deployed = await catenary('deploy', 'stored', 's3://own-models/price.tar.gz');
    expect([deployed.status, deployed.stderr]).toEqual([0, '']);
    expect(deployed.stdout).toContain('s3://own-models/price.tar.gz -> sagemaker-xgboost:3.2-0 (xgboost-model ');
    expect(deployed.stdout).toContain('endpoint stored: created, in service');
    expect(await catenary('delete', 'stored')).toMatchObject({ status: 0, stderr: '' });
    const unknown = await catenary('deploy', 'notes', 's3://own-models/notes.tar.gz');
    expect([unknown.status, unknown.stderr]).toEqual([
      1,
      'catenary: Cannot tell what s3://own-models/notes.tar.gz holds (notes.txt); name the image that serves it with --image.\n',
    ]);
  }, 60_000);

  it('take the columns of a bundle from a file', async () => {
    const bundle = example('sparkml/model.tar.gz');
    expect(await catenary('deploy', 'features', bundle, ...schema)).toMatchObject({ status: 0, stderr: '' });
    writeFileSync(join(folder, 'row.csv'), linesOf(readExample('requests.csv'))[0] as string);
    const answer = await catenary('invoke', 'features', '--input', join(folder, 'row.csv'));
    // MLeap's own answer for this row.
    expect(answer.stdout.trim()).toBe(linesOf(goldenDiamonds('sparkml.csv'))[0]);
    expect((await catenary('delete', 'features')).status).toBe(0);
  });

  it('show where the time of a request went', async () => {
    const asked = await catenary('invoke', 'prices', '--input', input, '--ledger');
    expect(asked.stderr).toMatch(
      /^part +time +share\n.*\nwhole +[\d.]+ ms +100\.0 %\nread .*\ncontainer-1 container-1 .*\nown /s,
    );
    expect(floats(asked.stdout)).toEqual(floats(readFileSync(join(golden, 'expected.csv'), 'utf8')));
    const { ledger } = JSON.parse((await catenary('invoke', 'prices', '--input', input, '--ledger', '--json')).stdout);
    expect(ledger).toContainEqual({ name: 'whole', ms: expect.any(Number) });
  }, 60_000);

  it('change nothing for the same model, and update the endpoint for others', async () => {
    expect((await catenary('deploy', 'prices', model)).stdout).toContain('endpoint prices: unchanged');
    const updated = await catenary(
      'deploy',
      'prices',
      model,
      '--env',
      'SAGEMAKER_INFERENCE_OUTPUT=predicted_label',
      '--json',
    );
    expect(JSON.parse(updated.stdout)).toMatchObject({
      endpoint: 'prices',
      change: 'updated',
      containers: [{ Environment: { SAGEMAKER_INFERENCE_OUTPUT: 'predicted_label' } }],
    });
  }, 60_000);

  it('show what each container made of a row, and the times of an endpoint', async () => {
    const first = row(readFileSync(input, 'utf8').split('\n')[0] as string);
    const traced = await catenary('trace', 'prices', '--input', first, '--json');
    expect(JSON.parse(traced.stdout)).toMatchObject({ containers: [{ hostname: 'container-1' }] });
    const shown = await catenary('status', 'prices');
    expect(shown.stdout).toMatch(/^prices: InService, configuration prices-[0-9a-f]{8}\n/);
    const all = (await catenary('status')).stdout;
    expect(all).toContain(`at ${server.url}, region us-east-1, process ${server.pid}\n`);
    expect(all).toMatch(/\nendpoint {2}status {5}changed\n.*\nprices {4}InService {2}/s);
  }, 60_000);

  it('list models and jobs, and figures of an endpoint', async () => {
    const models = await catenary('models');
    expect(models.stdout).toMatch(/^model +made +containers\n.*\nprices-[0-9a-f]{8} .*sagemaker-xgboost:3\.2-0\n/s);
    expect((await catenary('jobs')).stdout).toBe('no transform jobs\n');
    const { variants } = JSON.parse((await catenary('metrics', 'prices', '--json')).stdout) as { variants: object[] };
    expect(variants).toMatchObject([{ name: 'AllTraffic', containers: [{ failures: 0 }] }]);
    expect((await catenary('metrics', 'prices')).stdout).toMatch(
      /^variant AllTraffic\ncontainer +answered +failed +mean +p50 +p99 +ready\n-.*\ncontainer-1 +0 +0\b.*\nall +0 +0\b/s,
    );
  }, 60_000);

  it('put an endpoint under load, and tell what failed', async () => {
    const svg = join(folder, 'load.svg');
    const args = ['load', 'prices', '--rows', input, '--duration', '1'];
    const figures = JSON.parse((await catenary(...args, '--rate', '40', '--svg', svg, '--json')).stdout);
    expect(figures).toMatchObject({ endpoint: 'prices', requests: 40, failed: 0, unsent: 0, errors: [] });
    expect(readFileSync(svg, 'utf8')).toMatch(/^<svg .*<polyline /s);
    const failed = await catenary('load', 'prices', '--rows', row('x'), '--duration', '1', '--connections', '2');
    expect([failed.status, failed.stdout]).toEqual([
      1,
      expect.stringMatching(/\n424 +1 of 1 +\d+ +Received client error/),
    ]);
    const unknown = await catenary(...args, '--rate', '40', '--json', '--content-type', 'text/csv', 'more');
    expect(unknown.status).toBe(2);
  }, 60_000);

  it('show which container wrote a line', async () => {
    await catenary('invoke', 'prices', '--input', row('x'));
    const shown = await catenary('logs', 'prices', '--container', '1');
    expect(shown.stdout).toMatch(
      / AllTraffic\/i-[0-9a-f]{17} {2}\[catenary\] request [0-9a-f-]{36} failed with 4\d\d /,
    );
    const other = await catenary('logs', 'prices', '--container', '2');
    expect([other.status, other.stderr]).toEqual([
      1,
      'catenary: prices has no container 2; its containers are container-1.\n',
    ]);
    const all = await catenary('logs');
    expect(all.stdout).toMatch(
      /Z \/aws\/sagemaker\/Endpoints\/prices AllTraffic\/i-[0-9a-f]{17} {2}\[catenary\] request /,
    );
    expect(await catenary('logs', '--container', '1')).toEqual({
      status: 2,
      stdout: '',
      stderr: expect.stringMatching(/^catenary: --container is one of an endpoint or job: name that, too\./),
    });
  }, 60_000);

  it('show lines as they come, each once, and those since a time', async () => {
    const refuse = (text: string) => catenary('invoke', 'prices', '--input', row(text));
    const { stderr } = await refuse('first');
    expect(stderr).toContain('could not convert string to float');
    const shown = async () => (await catenary('logs', 'prices')).stdout;
    await expect.poll(shown, { timeout: 20_000 }).toContain('first');
    const words = [...programWords, 'logs', 'prices', '--follow'];
    const following = spawn(process.execPath, words, { env: userEnvironment(), stdio: ['ignore', 'pipe', 'pipe'] });
    let written = '';
    following.stdout.on('data', (chunk: Buffer) => (written += chunk.toString()));
    const count = (word: string) => written.split(word).length - 1;
    await expect.poll(() => count("'first'"), { timeout: 20_000 }).toBeGreaterThan(0);
    const before = count("'first'");
    await refuse('second');
    await expect.poll(() => count("'second'"), { timeout: 20_000 }).toBe(1);
    // Two more looks show nothing again.
    await sleep(2_500);
    expect([count("'first'"), count("'second'")]).toEqual([before, 1]);
    following.kill('SIGINT');
    expect((await catenary('logs', 'prices', '--since', '1h')).stdout).toContain("'second'");
    expect((await catenary('logs', 'prices', '--since', '1s')).stdout).toBe('');
  }, 120_000);

  it('print the calls that the AWS CLI would make', async () => {
    const { stderr } = await catenary('status', 'prices', '--show-calls');
    expect(stderr).toContain(`+ aws sagemaker describe-endpoint --cli-input-json '{"EndpointName":"prices"}'\n`);
  }, 60_000);

  it('say in one sentence what is wrong, and end with status 1, or 2 for wrong usage', async () => {
    const wrong: readonly (readonly [status: number, args: readonly string[], sentence: string])[] = [
      [1, ['invoke', 'prizes', '--input', input], 'There is no endpoint prizes. Did you mean prices?'],
      [
        1,
        ['deploy', 'x', join(folder, 'nosuch')],
        `Cannot read the model ${join(folder, 'nosuch')}: there is no such file or folder (ENOENT)`,
      ],
      [1, ['deploy', 'x', 's3://bucket/model.tar.gz'], 'There is nothing at s3://bucket/model.tar.gz on this server'],
      [2, ['deploy', 'x', model, model, '--env', 'A=1'], 'Of several models, name each by --model'],
      [2, ['deploy', 'x', model, '--schema', 'nosuch.json'], 'There is no file nosuch.json.'],
      [2, ['deploy', 'x', model, '--schema', join(root, 'README.md')], 'README.md is not JSON'],
      [
        2,
        ['deploy', 'x', model, '--schema', join(root, 'package.json')],
        'is no schema of a SparkML container; write {"input"',
      ],
      [
        2,
        ['deploy', 'x', model, ...schema, '--env', 'SAGEMAKER_SPARKML_SCHEMA={}'],
        'SAGEMAKER_SPARKML_SCHEMA is given twice',
      ],
      [1, ['deploy', 'x', model, ...schema], 'which reads no schema (model.pkl'],
      [2, ['deploy', 'x'], 'Name the model of x: catenary deploy x model.joblib'],
      [2, ['invoke', 'prices', '--input', model], 'does not tell its content type: name it with --content-type'],
      [
        2,
        ['logs', 'prices', '--since', 'yesterday'],
        '--since must be a time such as 90s, 10m, 2h or 1d; it is "yesterday"',
      ],
      [1, ['status', '--data', join(folder, 'none')], `No server runs over the data folder ${join(folder, 'none')}.`],
      [2, ['status', '--nonsense'], "unknown option '--nonsense'"],
      [1, ['jobs', 'nosuch'], 'There is no transform job nosuch; catenary jobs lists those that there are.'],
    ];
    for (const [expected, args, sentence] of wrong) {
      const { status, stderr } = await catenary(...args);
      expect([status, stderr]).toEqual([expected, expect.stringContaining(sentence)]);
      if (!sentence.startsWith('error: ')) expect(stderr.trim().split('\n')).toHaveLength(1);
    }
    expect(existsSync(join(folder, 'none'))).toBe(false);
  }, 120_000);

  it('say of an endpoint that does not answer what is the matter with it', async () => {
    const damaged = join(folder, 'xgboost-model');
    writeFileSync(damaged, 'no model of XGBoost');
    const deployed = await catenary('deploy', 'broken', damaged, '--image', 'sagemaker-xgboost:3.2-0');
    const reason = /is Failed: (.*)/.exec(deployed.stderr)?.[1] ?? '';
    expect([deployed.status, reason]).toEqual([1, expect.stringContaining('container')]);
    const { status, stderr } = await catenary('invoke', 'broken', '--input', input);
    expect([status, stderr]).toEqual([1, `catenary: The endpoint broken is Failed: ${reason}\n`]);
    expect((await catenary('delete', 'broken')).status).toBe(0);
  }, 60_000);

  it('say of a server that is too slow that it is busy, and not that it is to be started again', async () => {
    process.kill(server.pid, 'SIGSTOP');
    try {
      const { status, stderr } = await catenary('status');
      const said = `The server of ${server.data} at ${server.url}, process ${server.pid}, has not answered within 15 s`;
      expect([status, stderr]).toEqual([1, `catenary: ${said}: it or its machine is busy. Try again.\n`]);
    } finally {
      process.kill(server.pid, 'SIGCONT');
    }
  }, 120_000);

  it('delete the endpoint with what deploy made for it', async () => {
    expect((await catenary('delete', 'prices')).stdout).toBe('endpoint prices: deleted\n');
    const { Models } = await server.client.operation('ListModels', {});
    const { EndpointConfigs } = await server.client.operation('ListEndpointConfigs', {});
    expect([Models, EndpointConfigs]).toEqual([[], []]);
  }, 60_000);
});

describe('catenary env', () => {
  it('prints where the running server is, for eval', async () => {
    const { stdout } = await catenary('env');
    // A shell may have a token and a profile of AWS, neither of which belongs to this pair.
    expect(stdout).toMatch(/^unset AWS_SESSION_TOKEN AWS_PROFILE\n/);
    expect(stdout).toContain(`export AWS_ENDPOINT_URL=${server.url}\nexport AWS_ACCESS_KEY_ID=AKIATEST\n`);
  }, 60_000);

  it('waits for a server that has its data folder, and is not ready yet', async () => {
    const data = join(folder, 'starting');
    mkdirSync(data);
    // What a server that starts has there first, and what it writes when it is ready.
    writeFileSync(join(data, 'lock.sqlite-journal'), '');
    const asked = catenary('env', '--data', data);
    await sleep(2_000);
    cpSync(join(server.data, 'server.json'), join(data, 'server.json'));
    const { status, stdout } = await asked;
    expect([status, stdout]).toEqual([0, expect.stringContaining(`export AWS_ENDPOINT_URL=${server.url}\n`)]);
  }, 60_000);

  it('warns on standard error and ends with status 1 where none runs', async () => {
    const data = join(folder, 'never');
    const { status, stdout, stderr } = await catenary('env', '--data', data);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toContain(`No server runs over the data folder ${data}.`);
    expect(existsSync(data)).toBe(false);
  }, 60_000);
});
