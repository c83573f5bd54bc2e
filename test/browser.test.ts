import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, normalize, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { diamonds, logPrices } from '../packages/scoring/test/doors/diamonds.ts';
import { goldenModels } from '../packages/scoring/test/support/golden-models.ts';
import { installPackages, packPackages } from './support/installed-packages.ts';

/** Models that are alive at once: a page has addresses for a hundred memories of WebAssembly. */
const MANY = 1000;

const root = resolve(import.meta.dirname, '..');
const chromium = ['/usr/bin/chromium', 'chromium'].find((path) => spawnSync(path, ['--version']).status === 0);

/** The library as it is published, in a folder of its own: what pages load. */
const installed = mkdtempSync(join(tmpdir(), 'catenary-pages-'));
afterAll(() => rmSync(installed, { recursive: true, force: true }));

/** What a page, or a worker of one, does: the chain of the example, a model of each other format, and many models at once. */
const work = `
export async function work(many) {
  const { chain, load, loadXgboost } = await import('/node_modules/@catenary/scoring/dist/index.js');
  let hasWebAssembly = true;
  try { new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)); } catch { hasWebAssembly = false; }
  const get = (path) => fetch(path);
  const model = chain(await load(await get('/files/features.tar.gz')), await load(await get('/files/booster.tar.gz')));
  const rows = await (await get('/rows.json')).json();
  const prices = Array.from(model.predict(rows).column('prediction'));
  const asked = await (await get('/asked.json')).json();
  const sklearn = await load(await (await get('/files/model.joblib')).blob());
  const pipeline = await load(await get('/files/pipeline.tar.gz'));
  const lightgbm = await load(await get('/files/model.txt'));
  const answers = {
    label: sklearn.predictOne(asked.sklearn).prediction,
    components: pipeline.predictOne({ v: asked.spark }).o,
    margins: Array.from(lightgbm.predict(asked.lightgbm, { method: 'margin' }).column('margin')),
  };
  const bytes = await (await get('/files/model.ubj')).arrayBuffer();
  const block = { values: Float32Array.from({ length: 8 * 70 }, (_, at) => Math.sin(at) * 3), columns: 8 };
  const answer = (one) => Array.from(one.predict(block).column('prediction')).join();
  const models = Array.from({ length: many }, () => loadXgboost(bytes, { engine: hasWebAssembly ? 'wasm' : 'auto' }));
  const first = answer(models[0]);
  const same = models.filter((one) => answer(one) === first).length;
  return { hasWebAssembly, prices, answers, same, first };
}`;

const page = `import { work } from '/work.js';
const show = (value) => fetch('/answer', { method: 'POST', body: JSON.stringify(value) });
const inWorker = () => new Promise((resolve, reject) => {
  const worker = new Worker('/worker.js', { type: 'module' });
  worker.onmessage = ({ data }) => resolve(data);
  worker.onerror = ({ message }) => reject(new Error(message));
});
try {
  const many = Number(new URLSearchParams(location.search).get('models'));
  show({ page: await work(many), worker: await inWorker() });
} catch (error) {
  show({ error: String(error) });
}`;

const worker = `import { work } from '/work.js';
try { postMessage(await work(3)); } catch (error) { postMessage({ error: String(error) }); }`;

const scripts: Readonly<Record<string, string>> = { '/page.js': page, '/work.js': work, '/worker.js': worker };

/** Model files by the name that they are asked for. */
const files: Readonly<Record<string, string>> = {
  'features.tar.gz': 'examples/diamonds/sparkml/model.tar.gz',
  'booster.tar.gz': 'examples/diamonds/xgboost/model.tar.gz',
  'model.joblib': 'test/golden/sklearn/ada-multi-1.9/model.joblib',
  'pipeline.tar.gz': 'test/golden/spark/3.3/pca/model.tar.gz',
  'model.txt': 'test/golden/lightgbm/binary-2.3.txt',
  'model.ubj': 'test/golden/xgboost/binary-logistic-3.2/model.ubj',
};

const goldenLine = (path: string) => readFileSync(join(root, 'test/golden', path), 'utf8').split('\n', 1)[0] ?? '';
const lightgbm = goldenModels('lightgbm', '.txt');
const lightgbmRows = lightgbm.rowsOf('binary-2.3');

/** Rows of golden cases, and what the libraries answered. */
const asked = {
  sklearn: goldenLine('sklearn/ada-multi-1.9/input.csv').split(',').map(Number),
  spark: (JSON.parse(goldenLine('spark/3.3/pca/input.jsonl')) as { v: { values: number[] } }).v.values,
  lightgbm: Array.from({ length: lightgbmRows.rowCount }, (_none, row) =>
    Array.from(
      lightgbmRows.values.subarray(row * lightgbmRows.columnCount, (row + 1) * lightgbmRows.columnCount),
      (cell) => (Number.isNaN(cell) ? null : cell),
    ),
  ),
};
const expectedAnswers = {
  label: goldenLine('sklearn/ada-multi-1.9/expected-predict.csv'),
  components: (JSON.parse(goldenLine('spark/3.3/pca/expected.jsonl')) as { output: { o: { values: number[] } } }).output
    .o.values,
  margins: lightgbm.numbersOf('binary-2.3.margin.csv'),
};

interface Answered {
  readonly type: string;
  readonly body: string | Buffer;
}

function answerTo(path: string): Answered | undefined {
  const type = 'text/javascript';
  if (path === '/')
    return {
      type: 'text/html',
      body: '<!doctype html><meta charset="utf-8"><script type="module" src="/page.js"></script>',
    };
  if (path === '/rows.json') return { type: 'application/json', body: JSON.stringify(diamonds) };
  if (path === '/asked.json') return { type: 'application/json', body: JSON.stringify(asked) };
  if (Object.hasOwn(scripts, path)) return { type, body: scripts[path] ?? '' };
  const file = files[path.replace('/files/', '')];
  if (file !== undefined) return { type: 'application/octet-stream', body: readFileSync(join(root, file)) };
  if (!/^\/node_modules\/[@\w/-]+\/.*\.js$/.test(path) || path.includes('..')) return undefined;
  // The only package that the library imports by name: a page without a bundler has to be told where it is.
  const code = readFileSync(join(installed, normalize(path)), 'utf8');
  const named = code.replaceAll(
    /(from |import\()"(hyparquet)(\/[^"]*)?"/g,
    (_all, word: string, name: string, rest = '/src/index.js') => `${word}"/node_modules/${name}${rest}"`,
  );
  return { type, body: named };
}

/** Opens a page; what closes it again. */
function openPage(url: string): () => Promise<void> {
  const profile = mkdtempSync(join(tmpdir(), 'catenary-chromium-'));
  const quiet = ['--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
  const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', `--user-data-dir=${profile}`];
  const child = spawn(chromium as string, [...flags, ...quiet, url], { stdio: 'ignore' });
  return async () => {
    const closed = new Promise((resolve) => child.on('close', resolve));
    child.kill();
    await closed;
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  };
}

interface Worked {
  readonly hasWebAssembly: boolean;
  readonly prices: readonly number[];
  readonly answers: { readonly label: string; readonly components: number[]; readonly margins: number[] };
  readonly same: number;
  readonly first: string;
}

describe.skipIf(chromium === undefined)(
  'the published scoring library in Chromium (skipped where there is none)',
  () => {
    let server: Server;
    let port: number;
    let policy: string | undefined;
    /** Closes the page that is open. */
    let close: (() => Promise<void>) | undefined;
    /** What the page has sent. */
    let answered: (text: string) => void;

    beforeAll(async () => {
      installPackages(installed, packPackages(installed, ['@catenary/scoring']));
      server = createServer((request, response) => {
        if (request.method === 'POST') {
          const parts: Buffer[] = [];
          request.on('data', (part: Buffer) => parts.push(part));
          request.on('end', () => answered(Buffer.concat(parts).toString()));
        }
        const answer = answerTo((request.url ?? '/').replace(/\?.*$/, ''));
        const headers = {
          'content-type': answer?.type ?? 'text/plain',
          ...(policy && { 'content-security-policy': policy }),
        };
        response.writeHead(answer === undefined ? 404 : 200, headers);
        response.end(answer?.body);
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      ({ port } = server.address() as AddressInfo);
    });

    afterEach(async () => {
      await close?.();
      close = undefined;
    });

    afterAll(() => new Promise((resolve) => server.close(resolve)));

    const expected = logPrices.map(Math.fround);
    const firsts: string[] = [];

    it.each([
      ['without a policy', undefined, true],
      ["under the policy script-src 'self', which refuses WebAssembly", "default-src 'self'; script-src 'self'", false],
    ])(
      'answers as the libraries do in a page and in a worker, %s, with 1,000 models alive',
      { timeout: 170_000 },
      async (_what, given, hasWebAssembly) => {
        policy = given;
        const text = new Promise<string>((resolve) => {
          answered = resolve;
        });
        close = openPage(`http://127.0.0.1:${port}/?models=${MANY}`);
        const told = JSON.parse(await text) as { page: Worked; worker: Worked; error?: string };
        expect(told.error).toBeUndefined();
        for (const [place, many] of [
          ['page', MANY],
          ['worker', 3],
        ] as const) {
          const { prices, answers, same, first, ...rest } = told[place];
          expect({ place, ...rest, same }).toEqual({ place, hasWebAssembly, same: many });
          expect(prices).toEqual(expected);
          expect(answers.label).toBe(expectedAnswers.label);
          expect(answers.margins).toEqual(expectedAnswers.margins);
          expect(answers.components).toHaveLength(expectedAnswers.components.length);
          answers.components.forEach((value, at) =>
            expect(value).toBeCloseTo(expectedAnswers.components[at] ?? Number.NaN, 12),
          );
          firsts.push(first);
        }
        // WebAssembly or not, page or worker: the same to the bit.
        expect(new Set(firsts).size).toBe(1);
      },
    );
  },
);
