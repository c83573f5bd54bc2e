import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { rolldown } from 'rolldown';
import { afterAll, describe, expect, it } from 'vitest';
import { bundleFiles, diamonds, logPrices, xgboostBytes } from './doors/diamonds.ts';

const root = resolve(import.meta.dirname, '../../..');
const folder = mkdtempSync(join(tmpdir(), 'catenary-shaken-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a bundler makes of one import, as `sideEffects` of package.json allows it. */
async function shake(name: string, door = 'index'): Promise<{ path: string; bytes: number }> {
  const input = join(folder, `${door}-${name}.mjs`);
  writeFileSync(input, `export { ${name} } from ${JSON.stringify(join(root, 'packages/scoring/src', `${door}.ts`))};`);
  const build = await rolldown({
    input,
    cwd: root,
    external: /^hyparquet/,
    logLevel: 'silent',
    treeshake: { moduleSideEffects: (id) => id === input },
  });
  const { output } = await build.generate({
    format: 'esm',
    minify: true,
    chunkFileNames: '[name].mjs',
    entryFileNames: '[name].mjs',
  });
  await build.close();
  const target = mkdtempSync(join(folder, 'shaken-'));
  for (const chunk of output) if (chunk.type === 'chunk') writeFileSync(join(target, chunk.fileName), chunk.code);
  const [entry] = output;
  const loaded = [entry, ...output.filter(({ fileName }) => entry.imports.includes(fileName))];
  const bytes = loaded.reduce((sum, chunk) => sum + (chunk.type === 'chunk' ? gzipSync(chunk.code).length : 0), 0);
  return { path: join(target, entry.fileName), bytes };
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

  // Kilobytes that a page pays, minified and gzipped, where it imports one name; what `load` imports when it needs it is apart.
  it.each([
    ['ScoringError', 'index', 1],
    ['loadXgboost', 'index', 29],
    ['loadXgboost', 'xgboost', 29],
    ['loadLightgbm', 'lightgbm', 20],
    ['loadCatboost', 'catboost', 25],
    ['loadSklearn', 'sklearn', 128],
    ['loadMleap', 'mleap', 60],
    ['loadSpark', 'spark', 92],
    ['openArchive', 'archive', 9],
    ['recognise', 'archive', 12],
    ['chain', 'index', 8],
    ['load', 'index', 20],
  ])('gives a bundler %s of the door %s in at most %i kB', { timeout: 60_000 }, async (name, door, most) => {
    expect((await shake(name, door)).bytes).toBeLessThan(most * 1000);
  });

  it('loses nothing that an import needs', { timeout: 60_000 }, async () => {
    type Door = typeof import('../src/index.ts');
    const open = async (name: string) => {
      const { path } = await shake(name);
      return (await import(/* @vite-ignore */ pathToFileURL(path).href)) as Door;
    };
    const features = (await open('loadMleap')).loadMleap(await bundleFiles(), { outputs: ['features'] });
    const model = (await open('loadXgboost')).loadXgboost(await xgboostBytes());
    const { values } = features.predict(diamonds).dense('features');
    const prices = model.predict({ values, columns: model.inputs.length }).column('prediction');
    expect(Array.from(prices)).toEqual(logPrices.map(Math.fround));
  });

  it('gives whoever imports load alone the readers in files of their own', { timeout: 60_000 }, async () => {
    const { path } = await shake('load');
    const { load } = (await import(/* @vite-ignore */ pathToFileURL(path).href)) as typeof import('../src/index.ts');
    const model = await load(await xgboostBytes());
    expect(model.format).toBe('xgboost');
    expect((await load(readFileSync(join(root, 'test/golden/sklearn/pca-1.9/model.joblib')))).format).toBe('sklearn');
  });
});
