import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { loadXgboost, type Model } from '../src/index.ts';
import { SLAB_BYTES } from '../src/kernels/wasm/memory-slab.ts';
import { webAssembly } from '../src/kernels/wasm/web-assembly.ts';
import { xgboostBytes } from './doors/diamonds.ts';

const engine = webAssembly as NonNullable<typeof webAssembly>;
const file = readFileSync(resolve(import.meta.dirname, '../../../test/golden/xgboost/binary-logistic-3.2/model.ubj'));
/** A model of a single tree. */
const oneTree = readFileSync(
  resolve(import.meta.dirname, '../../../test/golden/xgboost/single-tree-1.7/xgboost-model'),
);
const golden = (name: string) =>
  readFileSync(join(import.meta.dirname, '../../../test/golden/xgboost/binary-logistic-3.2', name), 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split(',').map((cell) => (cell === '' ? null : Number(cell))));

const rows = golden('input.csv');
const expected = golden('expected.csv').map(([value]) => Math.fround(value as number));
const answers = (model: Model) => Array.from(model.predict(rows).column('prediction'));

/** A process has addresses for some thousands of WebAssembly memories, a page for a hundred. */
const MANY = 20_000;

describe('many models', () => {
  afterEach(() => void vi.restoreAllMocks());

  it(`of ${MANY} that are alive each has its own answers, over few memories`, { timeout: 120_000 }, () => {
    const memory = vi.spyOn(engine, 'Memory');
    // Most are of one tree, so that loading them takes seconds.
    const models = Array.from({ length: MANY }, (_none, at) =>
      loadXgboost(at % 50 === 0 ? file : oneTree, { engine: 'wasm' }),
    );
    for (const at of [0, 50, 5_000, 12_300, MANY - 50]) expect(answers(models[at] as Model)).toEqual(expected);
    expect(memory.mock.calls.length).toBeLessThan(MANY / 400);
    for (const model of models) model.dispose();
    memory.mockClear();
    // All of it is there again: what a model takes is less than its file's size times ten, and as many as fit take the memory that is kept.
    const fit = Math.floor(SLAB_BYTES / (file.length * 10));
    const next = Array.from({ length: fit }, () => loadXgboost(file, { engine: 'wasm' }));
    expect(answers(next.at(-1) as Model)).toEqual(expected);
    expect(memory).not.toHaveBeenCalled();
    for (const model of next) model.dispose();
  });

  it('that are disposed of leave their neighbours as they are', () => {
    const models = Array.from({ length: 30 }, () => loadXgboost(file));
    models.forEach((model, at) => at % 3 === 1 && model.dispose());
    const others = Array.from({ length: 20 }, () => loadXgboost(file));
    for (const [at, model] of models.entries()) {
      if (at % 3 === 1) expect(() => answers(model)).toThrow('The model was disposed; load it again.');
      else expect(answers(model)).toEqual(expected);
    }
    for (const model of others) expect(answers(model)).toEqual(expected);
  });

  it('that are no longer reachable give their memory back to the engine', async () => {
    setFlagsFromString('--expose-gc');
    const collectGarbage = runInNewContext('gc') as () => void;
    const large = await xgboostBytes();
    const memory = vi.spyOn(engine, 'Memory');
    // All of them together would take six shared memories.
    for (let round = 0; round < 12; round++) {
      for (let at = 0; at < 16; at++) loadXgboost(large);
      collectGarbage();
      await new Promise((resolve) => setTimeout(resolve));
    }
    expect(memory.mock.calls.length).toBeLessThan(4);
  });
});

describe('the option engine', () => {
  it('says what runs the loops; the answers are the same', () => {
    const spy = vi.spyOn(engine, 'Memory');
    const plain = loadXgboost(file, { engine: 'plain' });
    expect(answers(plain)).toEqual(expected);
    expect(answers(loadXgboost(file, { engine: 'auto' }))).toEqual(expected);
    expect(answers(loadXgboost(file, { engine: 'wasm' }))).toEqual(expected);
    spy.mockRestore();
    // Nothing that is used is given back twice.
    plain.dispose();
    plain.dispose();
    expect(() => plain.predict([])).toThrow('The model was disposed');
  });

  it('answers in plain loops alike with a block of many rows', () => {
    const columns = rows[0]?.length ?? 0;
    const values = Float32Array.from({ length: columns * 500 }, (_none, at) => Math.sin(at) * 4);
    const of = (kind: 'plain' | 'wasm') =>
      Array.from(loadXgboost(file, { engine: kind }).predict({ values, columns }).column('prediction'));
    expect(of('plain')).toEqual(of('wasm'));
  });

  it('is disposed of at the end of a block that uses it', () => {
    let kept: Model | undefined;
    {
      using model = loadXgboost(file);
      kept = model;
      expect(answers(model)).toEqual(expected);
    }
    expect(() => answers(kept)).toThrow('The model was disposed');
  });
});
