import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { type OutputChunk, rolldown } from 'rolldown';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builds } from '../../../scripts/build/builds.ts';
import { bundlePackage } from '../../../scripts/build/bundle-package.ts';
import { defined } from '../src/util/defined.ts';
import { bundleFiles, diamonds, logPrices, xgboostBytes } from './doors/diamonds.ts';

const root = resolve(import.meta.dirname, '../../..');
/** A project that has the package as it is published. */
const project = mkdtempSync(join(tmpdir(), 'catenary-shaken-'));
const place = join(project, 'node_modules/@catenary/scoring');
afterAll(() => rmSync(project, { recursive: true, force: true }));

beforeAll(async () => {
  mkdirSync(place, { recursive: true });
  cpSync(join(root, 'packages/scoring/package.json'), join(place, 'package.json'));
  await bundlePackage('scoring', join(place, 'dist'));
});

interface Shaken {
  readonly path: string;
  /** Minified and gzipped: what is loaded at once. */
  readonly bytes: number;
}

/** What a bundler makes of one import of the published package. */
async function shake(name: string, door = ''): Promise<Shaken> {
  const input = join(project, `${name}${door.replace('/', '-')}.mjs`);
  writeFileSync(input, `export { ${name} } from '@catenary/scoring${door}';`);
  const build = await rolldown({ input, cwd: project, external: ['hyparquet', /^hyparquet\//], logLevel: 'silent' });
  const { output } = await build.generate({
    format: 'esm',
    minify: true,
    chunkFileNames: '[name].mjs',
    entryFileNames: '[name].mjs',
  });
  await build.close();
  const target = mkdtempSync(join(project, 'shaken-'));
  const chunks = new Map(output.flatMap((chunk) => (chunk.type === 'chunk' ? [[chunk.fileName, chunk]] : [])));
  for (const { fileName, code } of chunks.values()) writeFileSync(join(target, fileName), code);
  const [{ fileName: entry }] = output;
  const bytes = atOnce(entry, chunks).reduce((sum, { code }) => sum + gzipSync(code).length, 0);
  return { path: join(target, entry), bytes };
}

/** A file, those that it imports, those that these import, and so on. */
function atOnce(entry: string, chunks: ReadonlyMap<string, OutputChunk>): OutputChunk[] {
  const names = new Set([entry]);
  for (const name of names) for (const next of chunks.get(name)?.imports ?? []) names.add(next);
  return [...names].flatMap((name) => chunks.get(name) ?? []);
}

/** The files of the package that a file of it imports at once. */
const importsOf = (file: string) =>
  [...readFileSync(file, 'utf8').matchAll(/^(?:import|export)[^;]*? from "(\.[^"]+)"/gm)].map(([, next = '']) =>
    resolve(dirname(file), next),
  );

/** The files that a process loads for a door. */
function filesOf(door: string): ReadonlySet<string> {
  const files = new Set([join(place, 'dist', `${door}.js`)]);
  for (const file of files) for (const next of importsOf(file)) files.add(next);
  return files;
}

const sideEffectsOf = (name: string) =>
  (JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8')) as { sideEffects: unknown })
    .sideEffects;

describe('the package', () => {
  it('has no module with side effects; the server names only what is started', () => {
    expect(sideEffectsOf('scoring')).toBe(false);
    // One is imported from outside, the other is a package whose module has none.
    const started = defined(builds['server']).doors.filter((door) => !['index.ts', 'util/zod.ts'].includes(door));
    expect(sideEffectsOf('server')).toEqual(started.map((door) => `./dist/${door.replace(/ts$/, 'js')}`));
  });

  // Kilobytes that a page pays, minified and gzipped, where it imports one name; what `load` imports when it needs it is apart.
  it.each([
    ['ScoringError', '', 1],
    ['loadXgboost', '', 25],
    ['loadXgboost', '/xgboost', 25],
    ['loadLightgbm', '/lightgbm', 18],
    ['loadCatboost', '/catboost', 22],
    ['loadSklearn', '/sklearn', 128],
    ['loadMleap', '/mleap', 64],
    ['loadFasttext', '/fasttext', 16],
    ['loadSpark', '/spark', 98],
    ['openArchive', '/archive', 10],
    ['recognise', '/archive', 10],
    ['chain', '', 6],
    ['load', '', 15],
  ])('gives a bundler %s of @catenary/scoring%s in at most %i kB', { timeout: 60_000 }, async (name, door, most) => {
    expect((await shake(name, door)).bytes).toBeLessThan(most * 1000);
  });

  // Each file costs a process about a millisecond at its start.
  it.each([
    ['xgboost', 6],
    ['lightgbm', 7],
    ['catboost', 7],
    ['sklearn', 18],
    ['mleap', 13],
    ['spark', 14],
    ['archive', 3],
    ['internal/values', 2],
    ['internal/open', 3],
    ['internal/boosters', 8],
    ['internal/bundles', 15],
  ])('gives a process the door %s in at most %i files', (door, most) => {
    expect(filesOf(door).size).toBeLessThanOrEqual(most);
  });

  it('has no files that import each other in a circle', () => {
    const files = new Set([...filesOf('index'), ...filesOf('spark'), ...filesOf('internal/models')]);
    for (let before = -1; before !== files.size; ) {
      before = files.size;
      for (const file of files) if (!importsOf(file).some((next) => files.has(next))) files.delete(file);
    }
    expect([...files]).toEqual([]);
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
