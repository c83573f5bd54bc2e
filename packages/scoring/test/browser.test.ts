import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { stripTypeScriptTypes } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, normalize } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readArchive } from '../../server/src/platform/artifact/read-archive.ts';

const root = join(import.meta.dirname, '../../..');
const chromium = ['/usr/bin/chromium', 'chromium'].find((path) => spawnSync(path, ['--version']).status === 0);

/** The page: the library as it is in the repository, the bundle and the rows from the server, the answer into the page. */
const page = `<!doctype html><meta charset="utf-8"><pre id="answer"></pre>
<script type="importmap">{"imports":{"@bufbuild/protobuf/wire":"/node_modules/@bufbuild/protobuf/dist/esm/wire/index.js"}}</script>
<script type="module">
const answer = document.getElementById('answer');
try {
  const { loadBundle, decodeJsonRows, encodeJsonRows } = await import('/packages/scoring/src/index.ts');
  const { files, rows } = await (await fetch('/case.json')).json();
  const bytes = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const scorer = loadBundle(new Map(files.map(([path, text]) => [path, bytes(text)])), { outputs: ['features'] });
  answer.textContent = JSON.stringify(encodeJsonRows(scorer.score(decodeJsonRows(rows, scorer.inputSchema))));
} catch (error) {
  answer.textContent = JSON.stringify({ error: String(error) });
}
</script>`;

async function caseJson(): Promise<string> {
  const files = await readArchive(readFileSync(join(root, 'examples/diamonds/sparkml/model.tar.gz')));
  const names = ['carat', 'cut', 'color', 'clarity', 'depth', 'table', 'x', 'y', 'z'];
  const texts = new Set(['cut', 'color', 'clarity']);
  const lines = readFileSync(join(root, 'examples/diamonds/requests.csv'), 'utf8').trim().split('\n');
  const rows = lines.map((line) => {
    const cells = line.split(',').map((cell, at) => (texts.has(names[at] as string) ? cell : Number(cell)));
    return Object.fromEntries(names.map((name, at) => [name, cells[at]])) as object;
  });
  const encoded = [...files].map(([path, bytes]) => [path, Buffer.from(bytes).toString('base64')]);
  return JSON.stringify({ files: encoded, rows });
}

function answerTo(path: string, body: string): { type: string; text: string } | undefined {
  if (path === '/') return { type: 'text/html', text: page };
  if (path === '/case.json') return { type: 'application/json', text: body };
  const isCode = /^\/(packages\/scoring\/src|node_modules\/@bufbuild\/protobuf)\/.*\.(ts|js)$/.test(path);
  if (!isCode || path.includes('..')) return undefined;
  const text = readFileSync(join(root, normalize(path)), 'utf8');
  return { type: 'text/javascript', text: path.endsWith('.ts') ? stripTypeScriptTypes(text) : text };
}

/** The page's text after its scripts have run. */
async function openPage(url: string): Promise<string> {
  const profile = mkdtempSync(join(tmpdir(), 'catenary-chromium-'));
  const quiet = ['--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
  const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--virtual-time-budget=60000'];
  const child = spawn(chromium as string, [...flags, ...quiet, `--user-data-dir=${profile}`, '--dump-dom', url], {
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: 90_000,
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  await new Promise((resolve) => child.on('close', resolve));
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  return Buffer.concat(chunks).toString();
}

describe.skipIf(chromium === undefined)('the scoring library in Chromium (skipped where there is none)', () => {
  let server: Server;
  let url: string;

  beforeAll(async () => {
    const body = await caseJson();
    server = createServer((request, response) => {
      const answer = answerTo(request.url ?? '/', body);
      response.writeHead(answer === undefined ? 404 : 200, { 'content-type': answer?.type ?? 'text/plain' });
      response.end(answer?.text);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });

  afterAll(() => new Promise((resolve) => server.close(resolve)));

  it('scores the diamonds bundle in a page as Spark does', async () => {
    const text = /<pre id="answer">(.*?)<\/pre>/s.exec(await openPage(url))?.[1] ?? '';
    const answers = JSON.parse(text) as { output: { features: { values: number[]; indices?: number[] } } }[];
    const expected = readFileSync(join(root, 'test/golden/chains/sparkml.csv'), 'utf8').trim().split('\n');
    expect(answers).toHaveLength(expected.length);
    const wrong = answers.filter(({ output }, row) => {
      const wanted = (expected[row] as string).split(',').map(Number);
      const { indices, values } = output.features;
      const mine = new Float64Array(wanted.length);
      values.forEach((value, at) => (mine[indices?.[at] ?? at] = value));
      return wanted.some((value, at) => Math.abs((mine[at] as number) - value) > 1e-12 * Math.abs(value));
    });
    expect(wrong).toEqual([]);
  });
});
