import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchPythonStage } from '../../../../src/serving/container/python/python-stage.ts';
import type { Stage } from '../../../../src/serving/container/stage.ts';
import { pythonDataDirectory } from '../../../support/python-data-directory.ts';
import { modelDirectory } from '../../../support/script-directory.ts';

/** What predict_fn returns is written by the host, where it is an array or a table of any kind. The body says what it returns. */
const script = `
import numpy as np, pandas as pd, scipy.sparse as sp
class Thing: pass
RESULTS = {
    "csr": lambda: sp.csr_matrix([[1.0, 0.0], [0.0, 2.5]]),
    "coo": lambda: sp.coo_array([[0, 3]]),
    "frame": lambda: pd.DataFrame({"a": [1, 2], "b": [0.5, 1.5], "c": ["x", "y, z"]}),
    "series": lambda: pd.Series([True, False]),
    "tuple": lambda: (1, 2),
    "list": lambda: [[1, "a"], [2, "b"]],
    "float32": lambda: np.array([0.1], dtype=np.float32),
    "records": lambda: np.array([(1, 2.5)], dtype=[("a", "i4"), ("b", "f8")]),
    "masked": lambda: np.ma.masked_array([[1.0, 2.0], [3.0, 4.0]], mask=[[0, 1], [0, 0]]),
    "nullable": lambda: pd.DataFrame({"n": pd.array([2**60 + 1, None], dtype="Int64"), "t": [0.5, 1.5]}),
    "long": lambda: np.array([0.5], dtype=np.longdouble),
    "none": lambda: None, "dict": lambda: {"a": 1}, "generator": lambda: (x for x in [1]), "map": lambda: map(int, [1]),
    "text": lambda: "abc", "set": lambda: {1}, "thing": Thing, "dicts": lambda: [{"a": 1}], "things": lambda: [Thing()],
}
def model_fn(model_dir): return None
def input_fn(body, content_type): return body if isinstance(body, str) else body.decode()
def predict_fn(name, model): return RESULTS[name]()
`;

let stage: Stage;
beforeAll(async () => {
  stage = await launchPythonStage({
    hostname: 'results',
    framework: 'scikit-learn',
    image: 'sagemaker-scikit-learn:1.9-1-cpu-py3',
    imageTag: '1.9-1-cpu-py3',
    environment: { SAGEMAKER_MODEL_SERVER_WORKERS: '1' },
    modelDirectory: modelDirectory({ 'code/inference.py': script }),
    dataDirectory: pythonDataDirectory,
    startupTimeoutMs: 180_000,
    signal: new AbortController().signal,
    onLog: () => undefined,
  });
});
afterAll(() => stage.close());

const ask = async (name: string, accept: string) => {
  const answer = await stage.invoke(
    { body: Buffer.from(name), contentType: 'text/csv', accept },
    new AbortController().signal,
  );
  return { status: answer.status, text: answer.body.toString() };
};

describe('the result of a script', () => {
  it.each([
    ['csr', '1.0,0.0\n0.0,2.5\n', '[[1.0, 0.0], [0.0, 2.5]]'],
    ['coo', '0,3\n', '[[0, 3]]'],
    ['frame', '1,0.5,x\n2,1.5,"y, z"\n', '[[1, 0.5, "x"], [2, 1.5, "y, z"]]'],
    ['series', 'True\nFalse\n', '[true, false]'],
    ['tuple', '1\n2\n', '[1, 2]'],
    ['list', '1,a\n2,b\n', '[[1, "a"], [2, "b"]]'],
    ['float32', '0.1\n', '[0.10000000149011612]'], // 13421773 / 2^27
    ['records', '1,2.5\n', '[[1, 2.5]]'],
    ['masked', '1.0,None\n3.0,4.0\n', '[[1.0, null], [3.0, 4.0]]'],
    ['nullable', '1152921504606846977,0.5\n<NA>,1.5\n', '[[1152921504606846977, 0.5], [null, 1.5]]'],
    ['long', '0.5\n', '[0.5]'],
  ])('%s is written', async (name, csv, json) => {
    expect(await ask(name, 'text/csv')).toEqual({ status: 200, text: csv });
    expect(await ask(name, 'application/json')).toEqual({ status: 200, text: json });
  });

  it.each([
    ['none', 'NoneType'],
    ['dict', 'dict'],
    ['generator', 'generator'],
    ['map', 'map'],
    ['text', 'str'],
    ['set', 'set'],
    ['thing', 'Thing'],
    ['dicts', 'dict'],
    ['things', 'Thing'],
  ])('%s is refused as CSV, with its type', async (name, type) => {
    const { status, text } = await ask(name, 'text/csv');
    expect(status).toBe(500);
    expect(text).toContain(type);
    expect(text).toContain('cannot be written as text/csv');
  });

  it('does not write what an array masks as .npy either', async () => {
    const { status, text } = await ask('masked', 'application/x-npy');
    expect(status).toBe(500);
    expect(text).toContain('cannot be written as application/x-npy');
  });

  it.each(['none', 'generator', 'map', 'set', 'thing', 'things'])('%s is refused as JSON', async (name) => {
    const { status, text } = await ask(name, 'application/json');
    expect(status).toBe(500);
    expect(text).toContain('cannot be written as application/json');
  });

  it('writes as JSON what JSON has, as the container does', async () => {
    expect((await ask('dict', 'application/json')).text).toBe('{"a": 1}');
    expect((await ask('dicts', 'application/json')).text).toBe('[{"a": 1}]');
  });
});
