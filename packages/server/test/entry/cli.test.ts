import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { example, golden, linesOf, readExample, schema } from '../support/diamonds.ts';
import { programWords, root, testCache } from '../support/start-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'catenary-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The program as a user runs it. */
const catenary = (...args: string[]) => catenaryWith({}, ...args);

function catenaryWith(variables: NodeJS.ProcessEnv, ...args: string[]): Promise<Outcome> {
  const env = { PATH: process.env.PATH, HOME: folder, CATENARY_ENVIRONMENTS: testCache, ...variables };
  return new Promise((done) => {
    execFile(
      process.execPath,
      [...programWords, ...args],
      { cwd: folder, env, timeout: 240_000 },
      (error, stdout, stderr) => {
        done({ code: error === null ? 0 : Number(error.code), stdout, stderr });
      },
    );
  });
}

const sparkml = ['--model', example('sparkml/model.tar.gz'), '--env', `SAGEMAKER_SPARKML_SCHEMA=${schema()}`];
const xgboost = ['--model', example('xgboost/model.tar.gz')];
const output = join(folder, 'out.csv');

describe('catenary score', () => {
  it('gives the bits of XGBoost for all rows, through a chain', async () => {
    expect(
      await catenary('score', ...sparkml, ...xgboost, '--input', example('requests.csv'), '--output', output),
    ).toMatchObject({ code: 0, stderr: '' });
    expect(linesOf(readFileSync(output))).toEqual(linesOf(golden('xgboost.csv')));
  });

  it('refuses semantics that there are not', async () => {
    const flags = [
      '--format',
      'rows',
      '--model',
      example('sparkml/model.tar.gz'),
      '--input',
      'none',
      '--output',
      'none',
    ];
    writeFileSync(join(folder, 'none'), '');
    expect(await catenary('score', ...flags, '--env', 'CATENARY_MLEAP_SEMANTICS=Spark')).toMatchObject({
      code: 1,
      stderr: 'catenary: CATENARY_MLEAP_SEMANTICS is "Spark"; it can be mleap or spark.\n',
    });
  });

  it('runs the whole chain, the Python script included', async () => {
    const models = [...sparkml, ...xgboost, '--model', example('sklearn/model.tar.gz')];
    const outcome = await catenary(
      'score',
      ...models,
      '--input',
      example('requests.csv'),
      '--output',
      output,
      '--accept',
      'text/csv',
    );
    expect(outcome).toMatchObject({ code: 0 });
    expect(linesOf(readFileSync(output))).toEqual(linesOf(readExample('expected/final.csv')));
  });

  it('reads the legacy binary of XGBoost 1.3 and the pickled Booster of 0.90', async () => {
    for (const version of ['1.3', '0.90']) {
      const model = [
        '--model',
        join(root, `test/golden/chains/xgboost-${version}/model.tar.gz`),
        '--image',
        `sagemaker-xgboost:${version}-1`,
      ];
      expect(
        await catenary('score', ...sparkml, ...model, '--input', example('requests.csv'), '--output', output),
      ).toMatchObject({ code: 0 });
      const numbers = readFileSync(output).toString().trim().split(/[\n,]/);
      expect(numbers, version).toEqual(linesOf(golden(`xgboost-${version}.csv`)));
    }
  });

  it('names container, row and column of a bad value, and writes nothing', async () => {
    const bad = join(folder, 'bad.csv');
    const [first = '', second = ''] = linesOf(readExample('requests.csv'));
    writeFileSync(bad, `${first}\n${second.replace('0.54', 'light')}\n`);
    const target = join(folder, 'none.csv');
    const outcome = await catenary('score', ...sparkml, ...xgboost, '--input', bad, '--output', target);
    expect(outcome.code).toBe(1);
    expect(outcome.stderr).toMatch(
      /^catenary: container 1 of 2 \(hostname "container-1".*row 2, column "carat".* answered 400: .*light/,
    );
    expect(outcome.stderr).not.toContain('    at ');
    expect(() => statSync(target)).toThrow();
  });

  it.each([
    [
      'a model that is not there',
      ['--model', 'none.tar.gz', '--input', example('requests.csv'), '--output', output],
      1,
      /^catenary: Cannot read the model none\.tar\.gz: there is no such file or folder \(ENOENT\)/,
    ],
    [
      'an input that is not there',
      [...xgboost, '--input', 'none.csv', '--output', output],
      1,
      /^catenary: Cannot read the input none\.csv: there is no such file or folder \(ENOENT\)/,
    ],
    [
      'a file that is no archive',
      ['--model', example('requests.csv'), '--input', example('requests.csv'), '--output', output],
      1,
      /^catenary: .*requests\.csv: /,
    ],
    [
      '--image before any --model',
      ['--image', 'x', ...xgboost, '--input', 'a', '--output', 'b'],
      2,
      /belongs to the --model before it/,
    ],
    ['no --output', [...xgboost, '--input', 'a'], 2, /--output/],
  ])('refuses %s', async (_name, args, code, message) => {
    const outcome = await catenary('score', ...args);
    expect(outcome.code).toBe(code);
    expect(outcome.stderr).toMatch(message);
  });
});

describe('catenary inspect', () => {
  it('describes a bundle: inputs, stages, columns', async () => {
    const { code, stdout } = await catenary('inspect', example('sparkml/model.tar.gz'));
    expect(code).toBe(0);
    for (const text of [
      'MLeap bundle PipelineModel_8f3485e8867f',
      '  cut: string',
      '  carat: double',
      'one_hot_encoder: cut_index',
      'features: vector',
    ])
      expect(stdout).toContain(text);
  });

  it('describes an XGBoost model: objective, features, trees', async () => {
    const { code, stdout } = await catenary('inspect', example('xgboost/model.tar.gz'));
    expect(code).toBe(0);
    for (const text of ['XGBoost 3.2 ', 'objective reg:squarederror', 'features 29', 'trees 200', 'depth at most 6'])
      expect(stdout).toContain(text);
  });

  it('describes a script', async () => {
    expect((await catenary('inspect', example('sklearn/model.tar.gz'))).stdout).toContain('script code/inference.py');
  });
});

describe('catenary env', () => {
  it('says that no server runs, and makes no folder', async () => {
    const data = join(folder, 'no-server');
    expect(await catenary('env', '--data', data)).toMatchObject({
      code: 1,
      stdout: '',
      stderr: `catenary: No server runs over the data folder ${data}. Start one: catenary serve --data ${data}. Or name another folder with --data.\n`,
    });
    expect(existsSync(data)).toBe(false);
  });
});

describe('the home folder', () => {
  // The user's own may have a server: then its pair is printed, and no folder.
  it("is the user's where HOME is empty: not the working folder", async () => {
    const { stdout, stderr } = await catenaryWith({ HOME: '' }, 'env');
    if (stdout === '') expect(stderr).toContain(`the data folder ${join(userInfo().homedir, '.catenary')}.`);
    expect(stdout + stderr).not.toContain(folder);
  });
});

describe('catenary serve', () => {
  it.each([
    [
      'no signatures on an open address',
      ['--host', '0.0.0.0', '--allow-unsigned'],
      /accepted on a loopback address only, not on 0\.0\.0\.0/,
      2,
    ],
    ['a port that is none', ['--port', '70000'], /port must be a whole number from 0 to 65535; it is 70000/, 2],
    ['a port that is no number', ['--port', 'abc'], /^catenary: --port must be a whole number.*; it is "abc"\n$/, 2],
    [
      'a configuration that is not there',
      ['--config', 'none.yaml'],
      /cannot read none\.yaml: there is no such file or folder \(ENOENT\)/,
      1,
    ],
    [
      'a flag that there is not',
      ['--prot', '1'],
      /^catenary: unknown option '--prot' \(Did you mean --port\?\) .*\n$/,
      2,
    ],
  ])('refuses %s', async (_name, args, message, status) => {
    const outcome = await catenary('serve', '--data', join(folder, 'refused'), ...args);
    expect(outcome.code).toBe(status);
    expect(outcome.stderr).toMatch(message);
  });

  it.each([
    ['an unknown key', 'hots: 1\n', /hots/],
    ['an image without a command', 'images:\n  - match: "*/a:*"\n', /line 2:.*needs either command, kind or url/],
    ['what is no YAML', 'images: [\n', /catenary\.yaml: /],
  ])('names the place of %s in catenary.yaml', async (_name, text, message) => {
    const path = join(folder, 'catenary.yaml');
    writeFileSync(path, text);
    const outcome = await catenary('serve', '--data', join(folder, 'refused'), '--config', path);
    expect(outcome.code).toBe(2);
    expect(outcome.stderr).toMatch(message);
  });
});

describe('an option of the environment that cannot be', () => {
  const levels = 'CATENARY_LOG_LEVEL must be one of debug, info, warn, error, silent; it is "loud"';
  it.each([
    ['serve', { CATENARY_LOG_LEVEL: 'loud' }, levels],
    ['demo', { CATENARY_LOG_LEVEL: 'loud' }, levels],
    ['serve', { CATENARY_FUSE: 'no' }, 'CATENARY_FUSE must be true or false; it is "no"'],
    ['env', { CATENARY_PORT: '0x10' }, 'CATENARY_PORT must be a whole number from 0 to 65535; it is "0x10"'],
  ])('ends catenary %s with one sentence: %j', async (command, variables, message) => {
    expect(await catenaryWith(variables, command, '--data', join(folder, 'refused'))).toEqual({
      code: 2,
      stdout: '',
      stderr: `catenary: ${message}\n`,
    });
  });
});

describe('catenary --help', () => {
  it('names every command', async () => {
    const { stdout } = await catenary('--help');
    for (const command of ['serve', 'env', 'score', 'inspect', 'demo'])
      expect(stdout).toMatch(new RegExp(`^ {2}${command} `, 'm'));
    expect((await catenary('nonsense')).code).toBe(2);
  });
});
