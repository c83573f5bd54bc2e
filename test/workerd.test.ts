import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { rolldown } from 'rolldown';
import { afterAll, describe, expect, it } from 'vitest';
import { diamonds, logPrices } from '../packages/scoring/test/doors/diamonds.ts';
import { freePort } from '../packages/server/test/support/free-port.ts';
import { installLimitMs, installOnce } from '../packages/server/test/support/install-once.ts';

/**
 * The runtime of Cloudflare's workers: no files, no Node, no `eval`, and no WebAssembly of bytes that come at run time. One package of npm
 * has it for Linux on x64.
 */
const root = resolve(import.meta.dirname, '..');
const PACKAGE = '@cloudflare/workerd-linux-64@1.20261023.1';

async function findWorkerd(): Promise<string | undefined> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const folder = join(root, '.tools/workerd');
  const install = async () => {
    await writeFile(join(folder, 'package.json'), '{"private":true}\n');
    const words = ['install', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund', PACKAGE];
    await promisify(execFile)('npm', words, { timeout: installLimitMs });
  };
  return (await installOnce(folder, install))
    ? join(folder, 'node_modules/@cloudflare/workerd-linux-64/bin/workerd')
    : undefined;
}

const worker = `
import features from 'features.bin';
import booster from 'booster.bin';
import sklearn from 'sklearn.bin';
import { chain, load } from '${join(root, 'packages/scoring/src/index.ts')}';

export default {
  async fetch(request) {
    let hasWebAssembly = true;
    try { new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)); } catch { hasWebAssembly = false; }
    try {
      const model = chain(await load(features), await load(booster));
      const rows = await request.json();
      const prices = Array.from(model.predict(rows).column('prediction'));
      const { format } = await load(new Response(sklearn));
      return Response.json({ hasWebAssembly, format, prices });
    } catch (error) {
      return Response.json({ error: String(error?.stack ?? error) });
    }
  },
};`;

const config = (port: number) => `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = (
    modules = [
      (name = "main.js", esModule = embed "main.js"),
      (name = "features.bin", data = embed "features.bin"),
      (name = "booster.bin", data = embed "booster.bin"),
      (name = "sklearn.bin", data = embed "sklearn.bin"),
    ],
    compatibilityDate = "2025-01-01",
  ))],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")]
);
`;

const files = {
  'features.bin': 'examples/diamonds/sparkml/model.tar.gz',
  'booster.bin': 'examples/diamonds/xgboost/model.tar.gz',
  'sklearn.bin': 'test/golden/sklearn/ada-multi-1.9/model.joblib',
};

const folder = mkdtempSync(join(tmpdir(), 'catenary-workerd-'));
let child: ChildProcess | undefined;
afterAll(async () => {
  const closed = new Promise((done) => (child === undefined ? done(undefined) : child.on('close', done)));
  child?.kill();
  await closed;
  rmSync(folder, { recursive: true, force: true });
});

/** Starts the worker; its address. */
async function start(program: string): Promise<string> {
  writeFileSync(join(folder, 'worker.mjs'), worker);
  const build = await rolldown({
    input: join(folder, 'worker.mjs'),
    cwd: root,
    external: [/\.bin$/],
    logLevel: 'silent',
    platform: 'browser',
  });
  await build.write({ file: join(folder, 'main.js'), format: 'esm', codeSplitting: false });
  await build.close();
  for (const [name, path] of Object.entries(files)) writeFileSync(join(folder, name), readFileSync(join(root, path)));
  const port = await freePort();
  writeFileSync(join(folder, 'config.capnp'), config(port));
  child = spawn(program, ['serve', join(folder, 'config.capnp')], { stdio: ['ignore', 'ignore', 'pipe'] });
  return `http://127.0.0.1:${port}/`;
}

async function ask(url: string): Promise<unknown> {
  for (let attempt = 0; ; attempt++) {
    try {
      const answer = await fetch(url, { method: 'POST', body: JSON.stringify(diamonds.slice(0, 200)) });
      return await answer.json();
    } catch (error) {
      if (attempt === 200) throw error;
      await new Promise((done) => setTimeout(done, 100));
    }
  }
}

const program = await findWorkerd();

describe.skipIf(program === undefined)('the scoring library in workerd (skipped where it cannot be installed)', () => {
  it('answers as the libraries do, without WebAssembly', { timeout: 120_000 }, async () => {
    const told = await ask(await start(program as string));
    expect(told).toEqual({
      hasWebAssembly: false,
      format: 'sklearn',
      prices: logPrices.slice(0, 200).map(Math.fround),
    });
  });
});
