import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { recognise, recogniseFile } from '../../src/open/recognise.ts';

const golden = join(import.meta.dirname, '../../../../test/golden');
const read = (path: string) => readFileSync(join(golden, path));

/** An artifact of files by path: text, or the bytes of a golden file. */
const files = (content: Readonly<Record<string, string | Uint8Array>>) =>
  new Map(Object.entries(content).map(([path, bytes]) => [path, Buffer.from(bytes)]));

const joblib = read('sklearn/forest-regressor-1.9/model.joblib');
const booster = read('xgboost/binary-logistic-1.3/model.json');
const lightgbm = read('lightgbm/regression.txt');

describe('recognise()', () => {
  it.each([
    ['a save at the top', { 'metadata/part-00000': '', 'data/part-0.parquet': '' }, 'spark-save', ''],
    [
      'a save in a folder',
      { 'model/metadata/part-00000': '', 'model/stages/0/metadata/part-00000': '' },
      'spark-save',
      'model',
    ],
    ['a bundle', { 'bundle.json': '{}', 'root/node.json': '' }, 'mleap-bundle', 'bundle.json'],
    ['a bundle in a folder', { 'b/bundle.json': '{}' }, 'mleap-bundle', 'b/bundle.json'],
    [
      'a bundle with a booster inside',
      { 'root/x.node/xgboost.model': booster, 'bundle.json': '' },
      'mleap-bundle',
      'bundle.json',
    ],
    ['a script before its model', { 'model.joblib': joblib, 'code/inference.py': '' }, 'script', 'code/inference.py'],
    ['the script that containers run', { 'code/a.py': '', 'code/inference.py': '' }, 'script', 'code/inference.py'],
    ['a script beside code/', { 'model.joblib': joblib, 'train.py': '' }, 'script', 'train.py'],
    ["AWS's name for XGBoost", { 'xgboost-model': 'spoilt' }, 'xgboost-archive', 'xgboost-model'],
    ['that name in a folder is a model file', { 'a/xgboost-model': 'binf' }, 'model-file', 'a/xgboost-model'],
    ['a model file', { 'model.joblib': joblib, 'README.md': '' }, 'model-file', 'model.joblib'],
    [
      'one at the top before those in folders',
      { 'old/model.joblib': joblib, 'model.json': booster },
      'model-file',
      'model.json',
    ],
    ['a model file before ONNX', { 'model.onnx': '', 'model.joblib': joblib }, 'model-file', 'model.joblib'],
    ['ONNX', { 'model.onnx': '', 'notes.txt': '' }, 'onnx', 'model.onnx'],
  ])('%s', (_what, content, kind, path) => {
    expect(recognise(files(content))).toMatchObject({ kind, path });
  });

  it('none of them', () => {
    expect(recognise(files({ 'notes.txt': 'nothing', 'a.zip': 'PK\x03\x04' }))).toBeUndefined();
    expect(recognise(new Map())).toBeUndefined();
  });

  it.each([
    ['linear-binary', 'linear-learner'],
    ['linear-multiclass', 'linear-learner'],
    ['linear-regressor', 'linear-learner'],
    ['factorization-dense', 'factorization-machines'],
    ['factorization-sparse', 'factorization-machines'],
    ['kmeans', 'kmeans'],
    ['pca', 'pca'],
    ['pca-uncentered', 'pca'],
  ])("AWS's algorithm of %s", (folder, algorithm) => {
    const found = recognise(files({ 'model_algo-1': read(`first-party/${folder}/model_algo-1`) }));
    expect(found).toMatchObject({ kind: 'aws-algorithm', path: 'model_algo-1', algorithm });
  });

  it("AWS's k-NN, an index of Faiss", () => {
    const found = recognise(files({ 'model_algo-1': read('faiss/ivf-pq/model_algo-1'), 'model_algo-1.json': '{}' }));
    expect(found).toMatchObject({ kind: 'aws-algorithm', path: 'model_algo-1', algorithm: 'knn' });
  });

  it("vectors of words: fastText's binary before the text beside it, the text before another binary", () => {
    const [binary, text] = [read('fasttext/cbow/vectors.bin'), read('fasttext/cbow/vectors.txt')];
    const pathOf = (bytes: typeof binary | string) =>
      recognise(files({ 'vectors.bin': bytes, 'vectors.txt': text, 'eval.json': '{}' }))?.path;
    expect([pathOf(binary), pathOf('27 6\nx')]).toEqual(['vectors.bin', 'vectors.txt']);
  });

  it('all models of an archive for XGBoost, without hidden files', () => {
    const found = recognise(files({ '._xgboost-model': '', 'xgboost-model-0': '', 'xgboost-model-1': '' }));
    expect(found).toMatchObject({ paths: ['xgboost-model-0', 'xgboost-model-1'] });
  });

  it('refuses to choose among several', () => {
    expect(() => recognise(files({ 'a.joblib': joblib, 'b.joblib': joblib }))).toThrow('a.joblib, b.joblib');
    expect(() => recognise(files({ 'a.onnx': '', 'b.onnx': '' }))).toThrow('a.onnx, b.onnx');
  });

  it('looks for the kinds that it is asked for', () => {
    const both = files({ 'code/inference.py': '', 'model.joblib': joblib });
    expect(recognise(both, ['model-file', 'onnx'])).toMatchObject({ kind: 'model-file', library: 'scikit-learn' });
    expect(recognise(both, ['mleap-bundle'])).toBeUndefined();
  });

  it('says why', () => {
    expect(recognise(files({ 'model.json': booster }))?.reason).toBe('model.json is JSON with the key "learner"');
    expect(recognise(files({ 'm/metadata/part-0': '' }))?.reason).toBe(
      'm/metadata/part-* is what Spark ML saves of a model',
    );
    const zip = recognise(files({ 'model_algo-1': read('first-party/linear-binary/model_algo-1') }))?.reason;
    expect(zip).toBe('model_algo-1 is a zip archive with additional-params.json in it');
  });
});

it('takes a LightGBM text for a model in an archive as well: model.txt is the name that its manual gives', () => {
  expect(recognise(files({ 'model.txt': lightgbm, 'requirements.txt': 'tree', 'notes.txt': 'a tree' }))).toMatchObject({
    kind: 'model-file',
    path: 'model.txt',
  });
});

describe('recogniseFile()', () => {
  it('takes a file that is named whatever its name is', () => {
    expect(recogniseFile('notes.txt', lightgbm)).toMatchObject({ kind: 'model-file', library: 'lightgbm' });
    expect(recognise(files({ 'requirements.txt': lightgbm, 'code/model.txt': lightgbm }))).toBeUndefined();
    expect(recogniseFile('a.onnx', new Uint8Array(0))?.kind).toBe('onnx');
    expect(recogniseFile('notes.txt', Buffer.from('nothing'))).toBeUndefined();
  });
});
