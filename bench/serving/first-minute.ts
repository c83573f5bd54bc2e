/**
 * How long it takes from nothing to the first prediction of an own scikit-learn pipeline, and again when everything is there: Catenary as a
 * package and as a checkout, and the quick starts of BentoML and MLflow, in the same run. Each has an empty HOME; what made the model
 * (scikit-learn, pandas) is there for all. What is fetched comes from the registries that npm and pip are set to. BENCH_PYTHON.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { cpus, loadavg, tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { printTable, type Row } from '../harness.ts';

const root = resolve(import.meta.dirname, '../..');
const scripts = join(import.meta.dirname, 'first-minute');
const python = process.env.BENCH_PYTHON ?? 'python3';
const rivals = { bentoml: 'bentoml==1.4.40', mlflow: 'mlflow==3.17.2' };
const folder = mkdtempSync(join(tmpdir(), 'catenary-first-minute-'));
/** PATH as a user has it: the Node of this checkout's set-up is not on it. */
const path = (process.env.PATH ?? '')
  .split(delimiter)
  .filter((place) => place !== dirname(process.execPath) && !place.includes('node_modules'))
  .join(delimiter);
/** How long a server may take until it answers, milliseconds. */
const patienceMs = 180_000;

interface Place {
  readonly home: string;
  readonly env: NodeJS.ProcessEnv;
}

function emptyPlace(name: string): Place {
  const home = join(folder, name);
  mkdirSync(home, { recursive: true });
  // Certificates of registries are the machine's; everything else would be the user's.
  const kept = Object.entries(process.env).filter(([variable]) =>
    /^(?:SSL_CERT|NODE_EXTRA|PIP_CERT|LANG)/.test(variable),
  );
  return { home, env: { ...Object.fromEntries(kept), PATH: path, HOME: home } };
}

const run = ({ home, env }: Place, program: string, ...words: string[]) =>
  execFileSync(program, words, { cwd: home, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

async function timed(what: () => void | Promise<void>): Promise<number> {
  const start = performance.now();
  await what();
  return (performance.now() - start) / 1000;
}

/** The least of three times: other work on the machine only makes it longer. */
async function least(what: () => Promise<void>): Promise<number> {
  const times = [];
  for (let run = 0; run < 3; run++) times.push(await timed(what));
  return Math.min(...times);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

/** Starts a server, does something as long as it runs, and ends it with all that it started. */
async function during(server: ChildProcess, work: () => Promise<void>): Promise<void> {
  const gone = new Promise((done) => server.once('exit', done));
  try {
    await Promise.race([work(), gone.then(() => Promise.reject(new Error('the server ended')))]);
  } finally {
    if (server.exitCode === null && server.signalCode === null) process.kill(-(server.pid as number), 'SIGTERM');
    await gone;
  }
}

const start = ({ home, env }: Place, program: string, ...words: string[]) =>
  spawn(program, words, { cwd: home, env, stdio: 'ignore', detached: true });

/** Until a request is answered with the right labels. */
async function untilRight(ask: () => Promise<unknown>): Promise<void> {
  const end = performance.now() + patienceMs;
  for (;;) {
    const answer = await ask().catch(() => undefined);
    if (JSON.stringify(answer)?.includes(JSON.stringify(labels))) return;
    if (performance.now() > end) throw new Error(`no right answer, but ${JSON.stringify(answer)}`);
    await sleep(50);
  }
}

async function post(url: string, body: unknown): Promise<unknown> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  return response.json();
}

/** serve, deploy, invoke: the three commands of the README, over a data folder with nothing in it. */
async function useCatenary(place: Place, command: string, data: string): Promise<void> {
  const own = {
    ...place,
    env: { ...place.env, CATENARY_DATA: join(place.home, data), CATENARY_PORT: String(await freePort()) },
  };
  await during(start(own, command, 'serve'), async () => {
    await untilReady(own);
    run(own, command, 'deploy', 'churn', model);
    const answer = run(own, command, 'invoke', 'churn', '--input', rowsFile, '--accept', 'text/csv');
    if (answer !== expected) throw new Error(`another answer: ${answer}`);
  });
}

async function untilReady({ env }: Place): Promise<void> {
  const url = `http://127.0.0.1:${env['CATENARY_PORT']}/_catenary/health`;
  while (
    !(await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    ))
  )
    await sleep(20);
}

async function measureCatenary(name: string, install: (place: Place) => string): Promise<Row> {
  const place = emptyPlace(name);
  let command = '';
  const installing = await timed(() => {
    command = install(place);
  });
  const first = await timed(() => useCatenary(place, command, 'first'));
  let runs = 0;
  const again = await least(() => useCatenary(place, command, `again-${++runs}`));
  return row(name, installing, first, again);
}

interface Rival {
  readonly package: string;
  /** Keeps the model as its own tools want it. */
  prepare(place: Place, program: (name: string) => string): void;
  serve(program: (name: string) => string, port: number): readonly [string, ...string[]];
  ask(port: number): Promise<unknown>;
}

async function measureRival(name: string, rival: Rival): Promise<Row> {
  const empty = emptyPlace(name);
  const bin = join(empty.home, 'venv/bin');
  // As an activated environment: MLflow looks for uvicorn on PATH.
  const place = { ...empty, env: { ...empty.env, PATH: `${bin}:${path}` } };
  const program = (file: string) => join(bin, file);
  run(place, python, '-m', 'venv', 'venv');
  run(place, program('pip'), 'install', '--quiet', '-r', join(example, 'requirements.txt'));
  const installing = await timed(() => void run(place, program('pip'), 'install', '--quiet', rival.package));
  const use = async () => {
    const port = await freePort();
    await during(start(place, ...rival.serve(program, port)), () => untilRight(() => rival.ask(port)));
  };
  const first = await timed(async () => {
    rival.prepare(place, program);
    await use();
  });
  return row(`${name} ${rival.package.split('==')[1]}`, installing, first, await least(use));
}

const seconds = (value: number) => value.toFixed(1);

function row(name: string, installing: number, first: number, again: number): Row {
  process.stderr.write(`${name}: ${[installing, first, again].map(seconds).join(', ')} s\n`);
  return {
    name,
    'installed, s': seconds(installing),
    'first prediction after that, s': seconds(first),
    'from nothing, s': seconds(installing + first),
    'again (least of three), s': seconds(again),
  };
}

const example = join(root, 'examples/sklearn-pipeline');
const rowsFile = join(example, 'rows.csv');
const expected = readFileSync(join(example, 'expected.csv'), 'utf8');
const labels = expected.trim().split('\n');
const names = ['plan', 'country', 'months', 'calls', 'spend'];
const cells = readFileSync(rowsFile, 'utf8')
  .trim()
  .split('\n')
  .map((line) => line.split(',').map((cell) => (Number.isNaN(Number(cell)) ? cell : Number(cell))));
const records = cells.map((values) => Object.fromEntries(values.map((value, at) => [names[at], value])));
const model = join(folder, 'model.joblib');
cpSync(join(example, 'model.joblib'), model);

const archives = join(folder, 'archives');
mkdirSync(archives);
execFileSync('npm', ['pack', '-w', '@catenary/scoring', '-w', 'catenary', '--pack-destination', archives], {
  cwd: root,
  stdio: 'pipe',
});

console.log(`${cpus()[0]?.model}, ${cpus().length} cores; load ${loadavg()[0]?.toFixed(1)} at the start`);
const rows = [
  await measureCatenary('catenary, npm install -g', (place) => {
    run(place, 'sh', '-c', `npm install --global --prefix "$HOME/npm" --no-audit --no-fund ${archives}/*.tgz`);
    return join(place.home, 'npm/bin/catenary');
  }),
  await measureCatenary('catenary, git clone', (place) => {
    run(place, 'git', 'clone', '--quiet', '--depth', '1', `file://${root}`, 'catenary');
    return join(place.home, 'catenary/catenary');
  }),
  await measureRival('BentoML', {
    package: rivals.bentoml,
    prepare: (place, program) => {
      cpSync(join(scripts, 'bento_service.py'), join(place.home, 'bento_service.py'));
      run(place, program('python'), join(scripts, 'save_bento.py'), model);
    },
    serve: (program, port) => [program('bentoml'), 'serve', 'bento_service:Churn', '--port', String(port)],
    ask: (port) => post(`http://127.0.0.1:${port}/predict`, { rows: records }),
  }),
  await measureRival('MLflow', {
    package: rivals.mlflow,
    prepare: (place, program) => void run(place, program('python'), join(scripts, 'save_mlflow.py'), model, 'churn'),
    serve: (program, port) => [
      ...([program('mlflow'), 'models', 'serve', '--model-uri', 'churn'] as const),
      '--env-manager',
      'local',
      '--port',
      String(port),
    ],
    ask: (port) => post(`http://127.0.0.1:${port}/invocations`, { dataframe_split: { columns: names, data: cells } }),
  }),
];
printTable('From an empty HOME to 20 right answers of an own scikit-learn pipeline', rows);
console.log(`load ${loadavg()[0]?.toFixed(1)} at the end`);
rmSync(folder, { recursive: true, force: true });
