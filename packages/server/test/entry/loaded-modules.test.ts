import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { example, linesOf, readExample, schema } from '../support/diamonds.ts';
import { runCatenaryIn } from '../support/run-catenary.ts';
import { removeData, root, startTestServer } from '../support/start-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'catenary-modules-'));
const noted = join(folder, 'noted');
const notedByServer = join(folder, 'noted-by-server');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Node's options that have the files noted that a process and its threads load. */
function noting(place: string): string {
  mkdirSync(place);
  const preload = pathToFileURL(join(root, 'packages/server/test/support/note-modules.ts'));
  preload.searchParams.set('folder', place);
  return `--conditions=source --import=${preload.href}`;
}

/** Files that a thread loaded, without the list itself; the main thread has the number 0. */
const loadedBy = (thread: string, place = noted) =>
  readFileSync(join(place, `${thread}.txt`), 'utf8')
    .trimEnd()
    .split('\n')
    .filter((url) => !url.includes('/note-modules.ts'));

beforeAll(async () => {
  const rows = linesOf(readExample('requests.csv'));
  writeFileSync(
    join(folder, 'rows.csv'),
    `${Array.from({ length: 1000 }, (_, at) => rows[at % rows.length]).join('\n')}\n`,
  );
  const env = { NODE_OPTIONS: noting(noted) };
  const features = ['--model', example('sparkml/model.tar.gz'), '--env', `SAGEMAKER_SPARKML_SCHEMA=${schema()}`];
  const booster = ['--model', example('xgboost/model.tar.gz')];
  const files = ['--input', join(folder, 'rows.csv'), '--output', join(folder, 'out')];
  const { code, stderr } = await runCatenaryIn({ folder, env }, 'transform', ...features, ...booster, ...files);
  expect([code, stderr]).toEqual([0, stderr]);
}, 60_000);

// Each file costs a process, and every thread again, about a quarter of a millisecond of CPU. Before a number is raised, look for
// what can be loaded only when it is needed.
describe('a job of SparkML and XGBoost', () => {
  it('loads few files into each of its threads', () => {
    const threads = readdirSync(noted).filter((name) => name !== '0.txt');
    expect(threads.length).toBeGreaterThan(0);
    for (const name of threads) expect(loadedBy(name.slice(0, -4)).length).toBeLessThanOrEqual(340);
  });

  it('loads few files into its main thread', () => {
    expect(loadedBy('0').length).toBeLessThanOrEqual(410);
  });

  it('loads the operators that the bundle names, and no readers of what is not there', () => {
    const [thread = ''] = readdirSync(noted).filter((name) => name !== '0.txt');
    const all = loadedBy(thread.slice(0, -4)).join('\n');
    expect(all).toContain('/spark/ops/feature/vector-assembler.ts');
    expect(all).not.toMatch(
      /\/spark\/ops\/clustering\/|\/text\/java-regex\/|\/pickle\/|\/boosters\/lightgbm\/|\/invocation\/handlers\.ts/,
    );
    expect(loadedBy('0').join('\n')).not.toMatch(/\/hyparquet|\/parquet\//);
  });
});

describe('a server without endpoints and jobs', () => {
  beforeAll(async () => {
    const server = await startTestServer({ env: { NODE_OPTIONS: noting(notedByServer) } });
    await server.stop();
    removeData(server);
  }, 60_000);

  it('loads few files, and starts no thread', () => {
    expect(readdirSync(notedByServer)).toEqual(['0.txt']);
    expect(loadedBy('0', notedByServer).length).toBeLessThanOrEqual(1250);
  });

  it('loads nothing that endpoints or jobs run by', () => {
    const ofWork =
      /\/invocation\/handlers\.ts|\/endpoint\/traffic\/endpoint\.ts|\/transform-job\/(?:chain\/transform|records\/splitters|outputs\/record-sinks\.)|\/in-process\/|\/formats\/compression\/|\/monitoring\/analysis\/|\/boosters\//;
    expect(loadedBy('0', notedByServer).filter((url) => ofWork.test(url))).toEqual([]);
  });

  it('loads the operations of jobs of Spark and of scaling when they are first asked for', () => {
    const ofFewServers = /\/operations\/(?:application-autoscaling|emr|emr-serverless|glue)\/(?!operations\.ts)/;
    expect(loadedBy('0', notedByServer).filter((url) => ofFewServers.test(url))).toEqual([]);
  });
});
