import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { rolldown } from 'rolldown';
import { afterAll, describe, expect, it } from 'vitest';
import type { XgboostModel } from '../src/index.ts';
import { toFeatureRows } from '../src/index.ts';
import { bundleFiles, diamonds, logPrices, xgboostBytes } from './doors/diamonds.ts';

const root = resolve(import.meta.dirname, '../../..');
const folder = mkdtempSync(join(tmpdir(), 'catenary-shaken-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a bundler makes of one import, as `sideEffects` of package.json allows it. */
async function shake(name: string, door = 'index'): Promise<{ path: string; bytes: number }> {
  const input = join(folder, `${name}.mjs`);
  writeFileSync(input, `export { ${name} } from ${JSON.stringify(join(root, 'packages/scoring/src', `${door}.ts`))};`);
  const build = await rolldown({
    input,
    cwd: root,
    external: /^hyparquet/,
    logLevel: 'silent',
    treeshake: { moduleSideEffects: (id) => id === input },
  });
  const { output } = await build.generate({ format: 'esm', minify: true });
  await build.close();
  const [{ code }] = output;
  const path = join(folder, `${name}-shaken.mjs`);
  writeFileSync(path, code);
  return { path, bytes: gzipSync(code).length };
}

const sideEffectsOf = (name: string) =>
  (JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8')) as { sideEffects: unknown })
    .sideEffects;

describe('the package', () => {
  it('has no module with side effects; the server names only what is started', () => {
    expect(sideEffectsOf('scoring')).toBe(false);
    const started = sideEffectsOf('server') as string[];
    expect(started.filter((path) => !/main\.js$|worker\.js$/.test(path))).toEqual([]);
  });

  // Kilobytes that a page pays, minified and gzipped; some more than there are.
  it.each([
    ['ScoringError', 1],
    ['loadXgboost', 28],
    ['loadLightgbm', 21],
    ['loadCatboost', 29],
    ['loadBundle', 46],
  ])('gives a bundler %s in at most %i kB', { timeout: 60_000 }, async (name, most) => {
    expect((await shake(name)).bytes).toBeLessThan(most * 1000);
  });

  it('loses nothing that an import needs', { timeout: 60_000 }, async () => {
    const [booster, bundles] = [await shake('loadXgboost'), await shake('loadBundle', 'bundles')];
    const decode = await shake('decodeJsonRows', 'bundles');
    type Door = typeof import('../src/index.ts');
    const load = async (path: string) => (await import(/* @vite-ignore */ pathToFileURL(path).href)) as Door;
    const model: XgboostModel = (await load(booster.path)).loadXgboost(await xgboostBytes());
    const bundle = (await load(bundles.path)).loadBundle(await bundleFiles(), { outputs: ['features'] });
    const frame = (await load(decode.path)).decodeJsonRows(diamonds, bundle.inputSchema);
    const prices = model.predict(toFeatureRows(bundle.score(frame)));
    expect(Array.from(prices)).toEqual(logPrices.map(Math.fround));
  });
});
