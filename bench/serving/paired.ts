/**
 * What the same requests and rows cost on this checkout and on another one. Both servers run side by side and are asked in
 * turns, so that a machine's moods meet both; they are started anew several times, so that where the engine happens to
 * compile or to collect does not decide the comparison.
 * `BASELINE=<another checkout> sh scripts/with-node.sh --conditions=source bench/serving/paired.ts [part of a name]`.
 * STARTS (4), TURNS after each (12 of requests, half as many of jobs), BENCH_ROWS of a job (500,000).
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { makeTar } from '../../packages/server/test/platform/artifact/make-tar.ts';
import { diamondsContainer } from '../../packages/server/test/support/diamonds.ts';
import { load, median, printTable, type Row } from '../harness.ts';
import { DiamondsServer, readDiamondsRows } from './parts/diamonds-server.ts';
import { deploy } from './parts/endpoints.ts';

const { BASELINE: baseline = '' } = process.env;
if (baseline === '') throw new Error('BASELINE names no checkout to compare with');
const starts = Number(process.env.STARTS ?? 4);
const turns = Number(process.env.TURNS ?? 12);
/** Load of one measurement, and before the first one. */
const seconds = 1;
const warmUpSeconds = 3;
const jobRows = Number(process.env.BENCH_ROWS ?? 500_000);
const only = process.argv[2] ?? '';
const root = resolve(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(root, path));

/** A chain, and the rows that it is asked about. */
interface Subject {
  readonly name: string;
  readonly containers: readonly object[];
  /** By their keys in the bucket `bench`. */
  readonly archives: Readonly<Record<string, Buffer>>;
  readonly lines: readonly string[];
}

const linesOf = (path: string) =>
  read(path)
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => `${line}\n`);

const archiveOf = (name: string, path: string) => makeTar([{ name, content: read(path) }]);

const subjects: readonly Subject[] = [
  {
    name: 'SparkML -> XGBoost',
    containers: [diamondsContainer('sparkml'), diamondsContainer('xgboost')],
    archives: {},
    lines: readDiamondsRows(),
  },
  {
    name: 'LightGBM, numbers',
    containers: [{ Image: 'own/lightgbm:1', ModelDataUrl: 's3://bench/numbers.tar' }],
    archives: { 'numbers.tar': archiveOf('model.pkl', 'test/golden/lightgbm/binary.txt') },
    lines: linesOf('test/golden/lightgbm/binary.input.csv'),
  },
  {
    name: 'LightGBM, categories',
    containers: [{ Image: 'own/lightgbm:1', ModelDataUrl: 's3://bench/categories.tar' }],
    archives: { 'categories.tar': archiveOf('model.pkl', 'test/golden/lightgbm/categorical.txt') },
    lines: linesOf('test/golden/lightgbm/categorical.input.csv'),
  },
  {
    name: 'CatBoost, categories',
    containers: [{ Image: 'own/catboost:1', ModelDataUrl: 's3://bench/catboost.tar' }],
    archives: { 'catboost.tar': archiveOf('model', 'test/golden/catboost/cats-depthwise.cbm') },
    lines: linesOf('test/golden/catboost/cats-depthwise.input.csv'),
  },
].filter(({ name }) => name.includes(only));

/** Of one request or row, microseconds: of all cores together, and by the clock. */
interface Cost {
  readonly cpu: number;
  readonly time: number;
}

/** A server of one of the two checkouts with one subject. */
class Contestant {
  readonly #server: DiamondsServer;
  readonly #data: string;
  readonly #subject: Subject;
  #jobs = 0;

  private constructor(server: DiamondsServer, data: string, subject: Subject) {
    this.#server = server;
    this.#data = data;
    this.#subject = subject;
  }

  static async start(checkout: string, subject: Subject): Promise<Contestant> {
    const data = mkdtempSync(join(tmpdir(), 'catenary-bench-'));
    const config = join(data, 'catenary.yaml');
    writeFileSync(
      config,
      "images:\n  - { match: 'own/lightgbm*', kind: lightgbm }\n  - { match: 'own/catboost*', kind: catboost }\n",
    );
    const server = await DiamondsServer.start(data, { checkout, args: ['--config', config, '--allow-unsigned'] });
    await server.createPair();
    for (const [archive, body] of Object.entries(subject.archives)) await server.put(`/bench/${archive}`, body);
    await deploy(server.client, 'subject', subject.containers);
    return new Contestant(server, data, subject);
  }

  /** The server on core 0, the load on core 1, and code that is warm. */
  async prepareRequests(): Promise<void> {
    const { process } = this.#server;
    execFileSync('taskset', ['-a', '-c', '-p', '0', String(process.pid)], { stdio: 'ignore' });
    await this.#load(warmUpSeconds);
  }

  /** What a request of one row costs. */
  async askRows(): Promise<Cost> {
    const { process } = this.#server;
    const cpu = await process.cpuSeconds();
    const requests = await this.#load(seconds);
    return { cpu: (((await process.cpuSeconds()) - cpu) / requests) * 1e6, time: (seconds / requests) * 1e6 };
  }

  /** Puts load on it, and gives the number of answers. */
  async #load(duration: number): Promise<number> {
    const { requestsPerSecond, errors } = await load({
      url: `${this.#server.process.url}/endpoints/subject/invocations`,
      body: (this.#subject.lines[0] as string).trimEnd(),
      headers: { 'Content-Type': 'text/csv' },
      connections: 16,
      seconds: duration,
      core: 1,
    });
    if (errors > 0) throw new Error(`${errors} requests failed`);
    return requestsPerSecond * duration;
  }

  async prepareJobs(): Promise<void> {
    const { lines } = this.#subject;
    await this.#server.put('/bench/rows/rows.csv', lines.join('').repeat(this.#repeats));
    await this.runJob();
  }

  /** What a row costs in a job over all of them. */
  async runJob(): Promise<Cost> {
    const job = `job-${++this.#jobs}`;
    const rowCount = this.#subject.lines.length * this.#repeats;
    const since = performance.now();
    const before = await this.#server.process.cpuSeconds();
    const members = { ModelName: 'subject', input: 'rows', BatchStrategy: 'MultiRecord' };
    await this.#server.createJob(job, `out/${job}`, members);
    await this.#server.finishJob(job);
    const time = (performance.now() - since) / 1000;
    const cpu = (await this.#server.process.cpuSeconds()) - before;
    return { cpu: (cpu * 1e6) / rowCount, time: (time * 1e6) / rowCount };
  }

  get #repeats(): number {
    return Math.ceil(jobRows / this.#subject.lines.length);
  }

  async stop(): Promise<void> {
    await this.#server.process.stop();
    rmSync(this.#data, { recursive: true, force: true });
  }
}

/** What is measured of a server, and what comes before the first time. */
interface Measure {
  readonly turns: number;
  prepare(contestant: Contestant): Promise<void>;
  take(contestant: Contestant): Promise<Cost>;
}

/** Both checkouts in turns, the first one changing. */
async function compare(name: string, subject: Subject, measure: Measure): Promise<readonly Row[]> {
  const taken: [Cost, Cost][] = [];
  for (let start = 0; start < starts; start++) {
    const [before, now] = await startBoth(subject);
    try {
      for (const each of [before, now]) await measure.prepare(each);
      for (let turn = 0; turn < measure.turns; turn++) {
        const first = turn % 2 === 0 ? await measure.take(before) : undefined;
        const second = await measure.take(now);
        taken.push([first ?? (await measure.take(before)), second]);
      }
    } finally {
      await Promise.all([before.stop(), now.stop()]);
    }
  }
  return [describe(`${name}, CPU`, taken, 'cpu'), describe(`${name}, time`, taken, 'time')];
}

function describe(name: string, taken: readonly [Cost, Cost][], figure: keyof Cost): Row {
  const before = taken.map(([cost]) => cost[figure]);
  const now = taken.map(([, cost]) => cost[figure]);
  return {
    name,
    'least before': Math.min(...before).toFixed(2),
    'least now': Math.min(...now).toFixed(2),
    'median before': median(before).toFixed(2),
    'median now': median(now).toFixed(2),
    'now / before, least': (Math.min(...now) / Math.min(...before)).toFixed(3),
    'median of pairs': median(taken.map(([a, b]) => b[figure] / a[figure])).toFixed(3),
  };
}

async function startBoth(subject: Subject): Promise<readonly [Contestant, Contestant]> {
  return [await Contestant.start(resolve(baseline), subject), await Contestant.start(root, subject)];
}

const requests: Measure = {
  turns,
  prepare: (contestant) => contestant.prepareRequests(),
  take: (contestant) => contestant.askRows(),
};
const jobs: Measure = {
  turns: Math.ceil(turns / 2),
  prepare: (contestant) => contestant.prepareJobs(),
  take: (contestant) => contestant.runJob(),
};
const rows: Row[] = [];
for (const subject of subjects) {
  rows.push(...(await compare(`${subject.name}: a request`, subject, requests)));
  rows.push(...(await compare(`${subject.name}: a row of a job`, subject, jobs)));
}
printTable('The same work on two checkouts, in turns, microseconds', rows);
