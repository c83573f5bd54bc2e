import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { stripTypeScriptTypes } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, normalize } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { diamonds, logPrices } from './doors/diamonds.ts';

/** Models that are alive at once: a page has addresses for a hundred memories of WebAssembly. */
const MANY = 1000;

const root = join(import.meta.dirname, '../../..');
const chromium = ['/usr/bin/chromium', 'chromium'].find((path) => spawnSync(path, ['--version']).status === 0);

/** What a page, or a worker of one, does: the chain of the example, other formats, and many models at once. */
const work = `
export async function work(many) {
  const { chain, load, loadXgboost } = await import('/packages/scoring/src/index.ts');
  let hasWebAssembly = true;
  try { new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)); } catch { hasWebAssembly = false; }
  const get = (path) => fetch(path);
  const model = chain(await load(await get('/files/features.tar.gz')), await load(await get('/files/booster.tar.gz')));
  const rows = await (await get('/rows.json')).json();
  const prices = Array.from(model.predict(rows).column('prediction'));
  const sklearn = await load(await (await get('/files/model.joblib')).blob());
  const pipeline = await load(await get('/files/pipeline.tar.gz'));
  const bytes = await (await get('/files/model.ubj')).arrayBuffer();
  const block = { values: Float32Array.from({ length: 8 * 70 }, (_, at) => Math.sin(at) * 3), columns: 8 };
  const answer = (one) => Array.from(one.predict(block).column('prediction')).join();
  const models = Array.from({ length: many }, () => loadXgboost(bytes, { engine: hasWebAssembly ? 'wasm' : 'auto' }));
  const first = answer(models[0]);
  const same = models.filter((one) => answer(one) === first).length;
  return { hasWebAssembly, prices, formats: [model.format, sklearn.format, pipeline.format], same, first };
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
  'model.ubj': 'test/golden/xgboost/binary-logistic-3.2/model.ubj',
};

/** Packages that the sources import by name, as a bundler would find them. */
const packages: Readonly<Record<string, string>> = {
  '@bufbuild/protobuf/wire': '/node_modules/@bufbuild/protobuf/dist/esm/wire/index.js',
  hyparquet: '/node_modules/hyparquet/src/index.js',
  'hyparquet-compressors': '/node_modules/hyparquet-compressors/src/index.js',
  fzstd: '/node_modules/fzstd/esm/index.mjs',
  hysnappy: '/node_modules/hysnappy/js/index.js',
};

/** A module of a package may be named by its path. */
const placeOf = (name: string) =>
  packages[name] ?? (/^[\w-]+\/.*\.js$/.test(name) ? `/node_modules/${name}` : undefined);

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
  if (Object.hasOwn(scripts, path)) return { type, body: scripts[path] ?? '' };
  const file = files[path.replace('/files/', '')];
  if (file !== undefined) return { type: 'application/octet-stream', body: readFileSync(join(root, file)) };
  const isCode = /^\/(packages\/scoring\/src|node_modules\/[@\w/-]+)\/.*\.(ts|js|mjs)$/.test(path);
  if (!isCode || path.includes('..')) return undefined;
  const text = readFileSync(join(root, normalize(path)), 'utf8');
  const code = path.endsWith('.ts') ? stripTypeScriptTypes(text) : text;
  return {
    type,
    body: code.replaceAll(/(from |import\()'([@\w][^']*)'/g, (all, word, name: string) => {
      const place = placeOf(name);
      return place === undefined ? all : `${word}'${place}'`;
    }),
  };
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
  readonly formats: readonly string[];
  readonly same: number;
  readonly first: string;
}

describe.skipIf(chromium === undefined)('the scoring library in Chromium (skipped where there is none)', () => {
  let server: Server;
  let port: number;
  let policy: string | undefined;
  /** Closes the page that is open. */
  let close: (() => Promise<void>) | undefined;
  /** What the page has sent. */
  let answered: (text: string) => void;

  beforeAll(async () => {
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
        const { prices, formats, same, first, ...rest } = told[place];
        expect({ place, ...rest, formats, same }).toEqual({
          place,
          hasWebAssembly,
          formats: ['xgboost', 'sklearn', 'spark'],
          same: many,
        });
        expect(prices).toEqual(expected);
        firsts.push(first);
      }
      // WebAssembly or not, page or worker: the same to the bit.
      expect(new Set(firsts).size).toBe(1);
    },
  );
});
