import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { deflateSync, gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { load, loadMleap, loadXgboost, openArchive } from '../../src/index.ts';
import { loadSpark } from '../../src/spark.ts';
import { diamonds, logPrices } from './diamonds.ts';

const root = resolve(import.meta.dirname, '../../../..');
const golden = (path: string) => readFileSync(join(root, 'test/golden', path));
const folder = mkdtempSync(join(tmpdir(), 'catenary-load-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** An archive that GNU tar makes of files. */
function tar(words: string, files: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const source = mkdtempSync(join(folder, 'files-'));
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(source, name), bytes);
  return execFileSync('tar', ['-C', source, words, '-', ...Object.keys(files)], { maxBuffer: 2 ** 28 });
}

const booster = golden('xgboost/binary-logistic-3.2/model.ubj');
const row = [0.305, -1.04, 0.75, 5, -1.951, -1.302, 1.14, -0.316];
/** XGBoost's own answer to it, as `expected.csv` has it. */
const expected = Math.fround(0.97623914);

describe('load() takes', () => {
  const sources: Readonly<Record<string, () => Parameters<typeof load>[0]>> = {
    'a Buffer': () => booster,
    'an ArrayBuffer': () => Uint8Array.from(booster).buffer,
    'a Blob': () => new Blob([booster]),
    'a File': () => new File([booster], 'whatever'),
    'a Response': () => new Response(booster),
    'what has nothing but arrayBuffer()': () => ({ arrayBuffer: async () => Uint8Array.from(booster).buffer }),
    'a Map of files': () => new Map([['xgboost-model', booster]]),
    'a Map of a folder': () => new Map([['some/model.ubj', booster]]),
    'a tar': () => tar('-cf', { 'xgboost-model': booster }),
    'a tar.gz': () => tar('-czf', { 'xgboost-model': booster }),
    'gzip of a file': () => gzipSync(booster),
  };

  it.each(Object.entries(sources))('%s', async (_name, source) => {
    const model = await load(source());
    expect(model.format).toBe('xgboost');
    expect(model.predictOne(row).prediction).toBe(expected);
  });

  it('bytes of another realm', async () => {
    const { runInNewContext } = await import('node:vm');
    const foreign = runInNewContext('Uint8Array.from(bytes)', { bytes: [...booster] }) as Uint8Array;
    expect((await load(foreign)).predictOne(row).prediction).toBe(expected);
  });

  it('every format, told by its bytes alone', async () => {
    const files = {
      'xgboost/approx-3.2/model.pkl': 'xgboost',
      'xgboost/binary-logistic-1.3/xgboost-model': 'xgboost',
      'lightgbm/binary.txt': 'lightgbm',
      'catboost/logloss.json': 'catboost',
      'catboost/cats-combined.cbm': 'catboost',
      'sklearn/ada-multi-1.9/model.joblib': 'sklearn',
      'sklearn/ada-multi-1.9/model.skops': 'sklearn',
      'mleap/pca/bundle.zip': 'mleap',
      'mleap/pca/bundle-protobuf.zip': 'mleap',
      'spark/3.3/pca/model.tar.gz': 'spark',
    };
    for (const [path, format] of Object.entries(files))
      expect([path, (await load(golden(path))).format]).toEqual([path, format]);
  });

  it('joblib files of every compression that is read', async () => {
    const plain = golden('sklearn/ada-multi-1.9/model.joblib');
    for (const bytes of [gzipSync(plain), deflateSync(plain)]) expect((await load(bytes)).format).toBe('sklearn');
  });

  it('archives with models of XGBoost inside of a bundle or a saved pipeline', async () => {
    const saved = readdirSync(join(root, 'test/golden/spark/3.5')).filter((name) => name.startsWith('xgboost'));
    expect(saved.length).toBeGreaterThan(0);
    for (const name of saved) expect((await load(golden(`spark/3.5/${name}/model.tar.gz`))).format).toBe('spark');
    // Without its loader such a stage is refused, by name.
    await expect(loadSpark(openArchive(golden(`spark/3.5/${saved[0] ?? ''}/model.tar.gz`)))).rejects.toMatchObject({
      code: 'unsupported_model',
    });
    const model = await loadSpark(openArchive(golden(`spark/3.5/${saved[0] ?? ''}/model.tar.gz`)), {
      boosters: { xgboost: loadXgboost },
    });
    expect(model.format).toBe('spark');
  });
});

describe('options of load()', () => {
  it('concern the format that they are for', async () => {
    const archive = readFileSync(join(root, 'examples/diamonds/sparkml/model.tar.gz'));
    const model = await load(archive, {
      outputs: ['features'],
      version: '1.7',
      input: {
        carat: 'double',
        cut: 'string',
        color: 'string',
        clarity: 'string',
        depth: 'double',
        table: 'double',
        x: 'double',
        y: 'double',
        z: 'double',
      },
    });
    expect(Object.keys(model.predictOne(diamonds[0] as Record<string, number>))).toEqual(['features']);
    expect(model.inputs.map(({ dataType }) => dataType)).toEqual([
      'double',
      'string',
      'string',
      'string',
      'double',
      'double',
      'double',
      'double',
      'double',
    ]);
    const all = loadMleap(openArchive(archive));
    expect(Object.keys(all.predictOne(diamonds[0] as Record<string, number>, { outputs: ['features'] }))).toEqual([
      'features',
    ]);
    expect(all.predict(diamonds.slice(0, 3)).names.length).toBeGreaterThan(1);
  });

  it('say how far a source is read', async () => {
    const response = () => new Response(new ReadableStream({ pull: (stream) => stream.enqueue(new Uint8Array(1000)) }));
    await expect(load(response(), { maxBytes: 5000 })).rejects.toThrow('at most 5000 are read');
    await expect(load(booster, { maxBytes: booster.length - 1 })).rejects.toMatchObject({ code: 'wrong_size' });
    expect((await load(booster, { maxBytes: booster.length })).format).toBe('xgboost');
  });

  it('are the versions of XGBoost', async () => {
    // Until 1.0 the library let wider rows pass; base scores of 0.x are margins.
    const bytes = golden('xgboost/binary-logistic-1.3/xgboost-model');
    expect((await load(bytes, { version: '1.3' })).format).toBe('xgboost');
    await expect(load(bytes, { version: 'latest' })).rejects.toMatchObject({ name: 'ScoringError' });
  });
});

describe('describe()', () => {
  it('has facts for people, of every format', async () => {
    const model = await load(readFileSync(join(root, 'examples/diamonds/xgboost/model.tar.gz')));
    const { format, lines, details } = model.describe();
    expect(format).toBe('xgboost');
    expect(lines.join('\n')).toMatch(/^XGBoost 3\.\d model/);
    expect(details).toMatchObject({ featureCount: model.inputs.length });
    for (const path of [
      'spark/3.3/pca/model.tar.gz',
      'mleap/pca/bundle.zip',
      'catboost/logloss.json',
      'lightgbm/binary.txt',
      'sklearn/ada-multi-1.9/model.joblib',
    ]) {
      const facts = (await load(golden(path))).describe();
      expect(facts.lines.length).toBeGreaterThan(1);
    }
    expect(logPrices.length).toBe(2000);
  });
});
