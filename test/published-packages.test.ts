import { execFileSync, spawnSync } from 'node:child_process';
import {
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { defined } from '@catenary/scoring/internal/values';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { examples, writeExamples } from '../packages/scoring/test/support/documented-examples.ts';
import { example, golden, linesOf, schema } from '../packages/server/test/support/diamonds.ts';
import { findPostgres, startPostgres } from '../packages/server/test/support/postgres.ts';
import { findSeaweedfs, outsideEnvironment, startSeaweedfs } from '../packages/server/test/support/seaweedfs.ts';
import { emptyHome, hasNpmNetwork, installGlobally, pathOfTests, serveInstalled } from './support/installed-command.ts';
import { installPackages, packPackages } from './support/installed-packages.ts';
import { findRuntime, otherRuntimes } from './support/other-runtimes.ts';

/** What users get, in empty folders: nothing of this checkout is found from there. */
const folder = mkdtempSync(join(tmpdir(), 'catenary-installed-'));
const library = join(folder, 'library');
const server = join(folder, 'server');
/** A model of the user's own. */
const churn = resolve(import.meta.dirname, '../examples/sklearn-pipeline');
const hasNetwork = await hasNpmNetwork();
let installed: string[];
let installedServer: string[];
let archives: Map<string, string>;
afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeAll(() => {
  mkdirSync(library);
  mkdirSync(server);
  archives = packPackages(folder, ['@catenary/scoring', 'catenary']);
  installedServer = installPackages(server, archives);
  installed = installPackages(library, new Map([...archives].slice(0, 1)));
  writeExamples(library);
});

describe('the published scoring library', () => {
  it('is at most four packages, of 3 MB in all', () => {
    expect(installed).toEqual(['@catenary/scoring', 'hyparquet']);
    const files = globSync('**/*', { cwd: join(library, 'node_modules'), withFileTypes: true }).filter((file) =>
      file.isFile(),
    );
    const bytes = files.reduce((sum, file) => sum + statSync(join(file.parentPath, file.name)).size, 0);
    expect(bytes).toBeLessThan(3_000_000);
  });

  it('needs nothing of Node', () => {
    const code = execFileSync('grep', ['-rhoE', 'from "[^"]+"', '--include=*.js', '.'], {
      cwd: join(library, 'node_modules/@catenary/scoring/dist'),
      encoding: 'utf8',
    });
    const packages = new Set([...code.matchAll(/from "([^."][^"]*)"/g)].map(([, name = '']) => name.split('/')[0]));
    expect([...packages]).toEqual(['hyparquet']);
  });

  it('has types for a strict project', { timeout: 60_000 }, () => {
    const compiler = resolve(import.meta.dirname, '../node_modules/typescript/bin/tsc');
    const words = ['-p', library, '--pretty', 'false', '--rootDir', library];
    expect(execFileSync(process.execPath, [compiler, ...words]).toString()).toBe('');
  });

  it.each([...examples.entries()])('runs example %i of its page', (at, { expected }) => {
    const printed = execFileSync(process.execPath, [`example-${at}.ts`], { cwd: library }).toString();
    expect(printed.trimEnd().split('\n')).toEqual(expected);
  });
});

/** The oldest Node that its package names, and runtimes that are no Node. */
describe.each(otherRuntimes)('the published scoring library in $name', async (runtime) => {
  const program = await findRuntime(runtime);

  it.skipIf(program === undefined).each([...examples.entries()])(
    'runs example %i of its page',
    { timeout: 60_000 },
    (at, { expected }) => {
      const file = join(library, `example-${at}-${runtime.name}.mjs`);
      writeFileSync(file, stripTypeScriptTypes(readFileSync(join(library, `example-${at}.ts`), 'utf8')));
      const env = { PATH: process.env.PATH, HOME: library };
      const printed = execFileSync(program as string, [...runtime.words, file], { cwd: library, env }).toString();
      expect(printed.trimEnd().split('\n')).toEqual(expected);
    },
  );
});

describe('the published server', () => {
  const program = join(server, 'node_modules/catenary/dist/launch.js');
  const env = { PATH: process.env.PATH, HOME: server };
  const run = (...words: string[]) =>
    execFileSync(process.execPath, [program, ...words], { cwd: server, env, stdio: 'pipe' }).toString();
  const sparkml = ['--model', example('sparkml/model.tar.gz'), '--env', `SAGEMAKER_SPARKML_SCHEMA=${schema()}`];
  const xgboost = ['--model', example('xgboost/model.tar.gz')];
  const chain = [...sparkml, ...xgboost, '--input', example('requests.csv')];

  it('says its version', () => {
    expect(run('--version')).toBe('0.2.0\n');
  });

  it('scores a chain with the bits of XGBoost', () => {
    run('score', ...chain, '--output', 'scored.csv');
    expect(linesOf(readFileSync(join(server, 'scored.csv')))).toEqual(linesOf(golden('xgboost.csv')));
  });

  it('transforms in threads', { timeout: 60_000 }, () => {
    run('transform', ...chain, '--output', 'transformed');
    expect(linesOf(readFileSync(join(server, 'transformed/requests.csv.out')))).toEqual(linesOf(golden('xgboost.csv')));
  });

  it('is three packages: what else it uses is part of them, with its licence', () => {
    expect(installedServer).toEqual(['@catenary/scoring', 'catenary', 'hyparquet']);
    const licences = readFileSync(join(server, 'node_modules/catenary/dist/THIRD-PARTY-LICENSES'), 'utf8');
    for (const name of ['zod', 'pino', 'sonic-boom', 'undici', '@aws-sdk/client-s3', '@smithy/core', 'pg-protocol'])
      expect(licences).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+$`, 'm'));
  });

  it('has types for a strict project', { timeout: 60_000 }, () => {
    writeFileSync(join(server, 'own-server.ts'), ownServer);
    const compiler = resolve(import.meta.dirname, '../node_modules/typescript/bin/tsc');
    const types = resolve(import.meta.dirname, '../node_modules/@types');
    const words = ['--strict', '--noEmit', '--module', 'nodenext', '--target', 'es2024', '--lib', 'es2024'];
    const given = ['--types', 'node', '--typeRoots', types, '--ignoreConfig', 'own-server.ts'];
    expect(execFileSync(process.execPath, [compiler, ...words, ...given], { cwd: server }).toString()).toBe('');
  });

  it('has the files of the demo, the documents and the licences', () => {
    const place = join(server, 'node_modules/catenary');
    for (const path of ['examples/diamonds/requests.csv', 'docs/configuration.md', 'LICENSE', 'NOTICE'])
      expect(readFileSync(join(place, path)).length).toBeGreaterThan(0);
  });

  it('has every file that its documents link to', () => {
    const place = join(server, 'node_modules/catenary');
    const missing = globSync(['*.md', 'docs/**/*.md', 'examples/**/*.md'], { cwd: place }).flatMap((document) =>
      [
        ...readFileSync(join(place, document), 'utf8')
          .replaceAll(/`[^`\n]*`/g, '')
          .matchAll(/\]\((?!https?:|#)([^)#\s]+)/g),
      ]
        .map(([, link = '']) => `${document} -> ${link}`)
        .filter((line) => !existsSync(join(place, dirname(document), line.split(' -> ')[1] ?? ''))),
    );
    expect(missing).toEqual([]);
  });
});

describe('the published server with a database and a store of others', async () => {
  const postgres = findPostgres();
  const weed = await findSeaweedfs();

  it.skipIf(postgres === undefined || weed === undefined)(
    'keeps nothing of its own',
    { timeout: 120_000 },
    async () => {
      const [database, store] = await Promise.all([startPostgres(postgres ?? ''), startSeaweedfs(weed ?? '')]);
      const home = join(folder, 'outside');
      const env = {
        ...emptyHome(home, pathOfTests),
        ...outsideEnvironment(store.url, '*'),
        CATENARY_STORE_URL: await database.createDatabase(),
      };
      const program = join(server, 'node_modules/catenary/dist/launch.js');
      const running = await serveInstalled([process.execPath, program], env);
      const run = (...words: string[]) =>
        execFileSync(process.execPath, [program, ...words], { cwd: home, env, encoding: 'utf8' });
      expect(run('deploy', 'churn', join(churn, 'model.joblib'))).toContain('endpoint churn: created, in service');
      expect(run('invoke', 'churn', '--input', join(churn, 'rows.csv'), '--accept', 'text/csv')).toBe(
        readFileSync(join(churn, 'expected.csv'), 'utf8'),
      );
      expect(globSync('{catenary.sqlite,objects/**/*churn*}', { cwd: join(home, '.catenary') })).toEqual([]);
      expect(await running.stop()).toBe(0);
      await Promise.all([database.close(), store.close()]);
    },
  );
});

/** Commands beside deploy and invoke, with what each prints. They reach modules that are files of their own in a checkout. */
function upkeep(catenary: (...words: string[]) => string): [string, string][] {
  const rows = join(churn, 'rows.csv');
  const commands = [
    ['backup', join(folder, 'backup')],
    ['completion', 'bash'],
    ['doctor'],
    ['inspect', join(churn, 'model.joblib')],
    ['jobs'],
    ['load', 'churn', '--rows', rows, '--rate', '20', '--duration', '1'],
    ['metrics', 'churn'],
    ['models'],
    ['status'],
    ['trace', 'churn', '--input', rows],
  ];
  return commands.map((words) => [words[0] ?? '', catenary(...words)]);
}

/** A program that starts the server from TypeScript. */
const ownServer = `import { startServer, type Logger, type RunningServer } from 'catenary';
export const run = (log: Logger): Promise<RunningServer> =>
  startServer({ port: 0, s3: [{ buckets: ['data-*'] }] }, { environment: {}, log });
`;

describe('the published command under a Node that is too old', async () => {
  const old = await findRuntime(defined(otherRuntimes[0]));
  const program = join(server, 'node_modules/catenary/dist/launch.js');
  const run = (home: string, path: readonly string[], ...words: string[]) => {
    const env = emptyHome(join(folder, home), path);
    const { status, stdout, stderr } = spawnSync(old ?? '', [program, ...words], {
      cwd: env.HOME,
      env,
      encoding: 'utf8',
    });
    return { status, stdout, stderr };
  };
  /** A folder of PATH with programs that are shell scripts. */
  const programs = (name: string, scripts: Readonly<Record<string, string>>) => {
    const place = join(folder, name);
    mkdirSync(place, { recursive: true });
    for (const [file, text] of Object.entries(scripts))
      writeFileSync(join(place, file), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
    return place;
  };

  it.skipIf(old === undefined)('runs in the first Node on PATH that is new enough, and ends as it ends', () => {
    const older = programs('older', { node: 'echo v20.20.2' });
    const path = [older, dirname(process.execPath)];
    expect(run('with-node', path, '--version')).toEqual({ status: 0, stdout: '0.2.0\n', stderr: '' });
    expect(run('with-node', path, 'score', '--no-such-flag')).toMatchObject({ status: 2, stdout: '' });
  });

  it.skipIf(old === undefined)(
    'ends with the one that was called, if that is killed',
    { timeout: 60_000 },
    async () => {
      const env = emptyHome(join(folder, 'killed'), [dirname(process.execPath)]);
      const running = await serveInstalled([old ?? '', program], env);
      const { pid } = JSON.parse(readFileSync(join(env.HOME ?? '', '.catenary/server.json'), 'utf8')) as {
        pid: number;
      };
      expect(await running.stop('SIGKILL')).toBe(null);
      const isThere = () => existsSync(`/proc/${pid}`);
      await expect.poll(isThere, { timeout: 20_000 }).toBe(false);
    },
  );

  it.skipIf(old === undefined)('says in one sentence what is missing where none can be fetched', () => {
    const failing = programs('failing', {
      npm: 'echo "npm error code ENOTFOUND" >&2; echo "npm error no network" >&2; exit 1',
    });
    const sentence = (why: string) =>
      `catenary: needs Node 24 or newer; this is Node 18.20.8, and Node 26.10.0 could not be had (${why}). Put a newer Node on PATH.\n`;
    expect(run('without-npm', ['/nowhere'], '--version').stderr).toContain(
      sentence('npm, which would fetch one, is not on PATH'),
    );
    const failed = run('without-network', [failing, '/bin'], '--version');
    expect(failed).toMatchObject({ status: 1, stdout: '' });
    expect(failed.stderr).toContain(sentence('no network'));
    expect(readdirSync(join(folder, 'without-network/.cache/catenary'))).toEqual([]);
  });

  it.skipIf(old === undefined || !hasNetwork)('fetches one once where npm can', { timeout: 300_000 }, () => {
    const npm = dirname(execFileSync('sh', ['-c', 'command -v npm'], { encoding: 'utf8' }).trim());
    const path = [programs('no-newer', { node: `exec ${old} "$@"` }), npm, '/bin'];
    const [first, second] = [run('fetching', path, '--version'), run('fetching', path, '--version')];
    expect(first).toEqual({
      status: 0,
      stdout: '0.2.0\n',
      stderr: 'catenary: fetching Node 26.10.0 by npm (45 MB, once) ...\n',
    });
    expect(second).toEqual({ status: 0, stdout: '0.2.0\n', stderr: '' });
  });
});

describe('the command that npm installs, in an empty folder with an empty HOME', () => {
  it.skipIf(!hasNetwork)('runs by npx without being kept', { timeout: 300_000 }, () => {
    const env = emptyHome(join(folder, 'npx/home'), pathOfTests);
    const cwd = join(folder, 'npx/empty');
    mkdirSync(cwd);
    // `npx catenary` of the registry is this with its name; what is packed here is newer than what it has.
    const packages = [...archives.values()].flatMap((path) => ['--package', path]);
    const npx = (...words: string[]) =>
      execFileSync('npx', ['--yes', ...packages, 'catenary', ...words], { cwd, env, encoding: 'utf8', stdio: 'pipe' });
    expect(npx('--version')).toBe('0.2.0\n');
    const score = [
      'score',
      '--model',
      join(churn, 'model.joblib'),
      '--input',
      join(churn, 'rows.csv'),
      '--output',
      '-',
    ];
    expect(npx(...score)).toBe(readFileSync(join(churn, 'expected.csv'), 'utf8'));
    expect(readdirSync(cwd)).toEqual([]);
  });

  it.skipIf(!hasNetwork)('serves, deploys and answers for an own model', { timeout: 300_000 }, async () => {
    const env = emptyHome(join(folder, 'installed/home'), pathOfTests);
    const bin = installGlobally([...archives.values()], join(folder, 'installed/prefix'), env);
    const command = join(bin, 'catenary');
    const catenary = (...words: string[]) => execFileSync(command, words, { cwd: env.HOME, env, encoding: 'utf8' });
    const running = await serveInstalled([command], env);
    expect(running.line).toMatch(/^catenary ready on http:\/\/127\.0\.0\.1:\d+\n$/);
    expect(catenary('deploy', 'churn', join(churn, 'model.joblib'))).toContain('endpoint churn: created, in service');
    expect(catenary('invoke', 'churn', '--input', join(churn, 'rows.csv'), '--accept', 'text/csv')).toBe(
      readFileSync(join(churn, 'expected.csv'), 'utf8'),
    );
    expect(upkeep(catenary)).toEqual([
      ['backup', expect.stringMatching(/^backup of .* checked\n/)],
      ['completion', expect.stringContaining('complete ')],
      ['doctor', expect.stringContaining('\nA server can run here.\n')],
      ['inspect', expect.stringContaining('methods predict')],
      ['jobs', 'no transform jobs\n'],
      ['load', expect.stringMatching(/^p99\b/m)],
      ['metrics', expect.stringMatching(/^variant AllTraffic\n/)],
      ['models', expect.stringMatching(/^churn-[0-9a-f]{8} /m)],
      ['status', expect.stringMatching(/^churn +InService /m)],
      ['trace', expect.stringMatching(/^1 of 1 +container-1 /m)],
    ]);
    expect(catenary('delete', 'churn')).toContain('churn');
    expect(await running.stop()).toBe(0);
    expect(catenary('restore', join(folder, 'backup'), '--data', join(folder, 'restored'))).toContain('restored to ');
  });
});
