import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { chooseScoreMode } from '../../src/entry/cli/choose-score-mode.ts';
import { imageOf } from '../../src/entry/cli/image-of.ts';
import { recogniseModel } from '../../src/entry/cli/recognise-model.ts';

const golden = resolve(import.meta.dirname, '../../../../test/golden');
const examples = resolve(import.meta.dirname, '../../../../examples/diamonds');
const folder = mkdtempSync(join(tmpdir(), 'catenary-score-mode-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const modeOf = (path: string, environment = {}) => chooseScoreMode({ models: [{ path, environment }] });

/** A folder of files with these texts. */
function folderOf(content: Readonly<Record<string, string>>): string {
  const path = mkdtempSync(join(folder, 'model-'));
  for (const [name, text] of Object.entries(content)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), text);
  }
  return path;
}

describe('chooseScoreMode()', () => {
  it.each([
    ['a model file', join(golden, 'sklearn/forest-regressor-1.9/model.joblib'), 'model-file'],
    ['an archive for SparkML', join(examples, 'sparkml/model.tar.gz'), 'container'],
    ['an archive for XGBoost', join(examples, 'xgboost/model.tar.gz'), 'container'],
    ['an archive with a script', join(examples, 'sklearn/model.tar.gz'), 'container'],
  ])('%s', async (_what, path, mode) => {
    expect(await modeOf(path)).toBe(mode);
  });

  it.each([
    ['a bundle', { 'bundle.json': '{}' }, 'container'],
    ['a save of Spark', { 'metadata/part-00000': '{}' }, 'container'],
    ['an algorithm of AWS', { 'model_algo-1': `\x12\x01${'\0'.repeat(20)}` }, 'container'],
    ['a model file beside a script', { 'model.txt': '', 'train.py': '' }, 'model-file'],
  ])('a folder with %s', async (_what, content, mode) => {
    expect(await modeOf(folderOf(content))).toBe(mode);
  });
});

describe('the image that an archive is for', () => {
  const imageFor = (...paths: string[]) =>
    imageOf(
      recogniseModel(
        { kind: 'archive', files: new Map(paths.map((path) => [path, Buffer.from('bs64')])) },
        'model.tar.gz',
      ),
    );

  it.each([
    ['sagemaker-sparkml-serving', ['bundle.json']],
    ['sagemaker-sparkml-serving', ['metadata/part-00000']],
    ['sagemaker-scikit-learn', ['code/inference.py', 'xgboost-model']],
    ['sagemaker-scikit-learn', ['model.onnx']],
    ['sagemaker-xgboost', ['xgboost-model-1', 'xgboost-model-2']],
    ['sagemaker-xgboost', ['booster.raw']],
    // XGBoost's container looks at the top only; the scikit-learn container finds the file.
    ['sagemaker-scikit-learn', ['models/booster.raw']],
  ])('%s for %j', (image, paths) => {
    expect(imageFor(...paths)).toMatch(new RegExp(`^${image}:`));
  });

  it('refuses an archive that it does not recognise, with what is in it', () => {
    const files = new Map([['notes.txt', new Uint8Array(0)]]);
    expect(() => recogniseModel({ kind: 'archive', files }, 'model.tar.gz')).toThrow(
      'Cannot tell what model.tar.gz holds (notes.txt); name the image that serves it with --image.',
    );
    expect(() => recogniseModel({ kind: 'file', files }, 'notes.txt')).toThrow(
      'Cannot tell what notes.txt is: no archive, and no model file of XGBoost, LightGBM, CatBoost, fastText, scikit-learn (joblib, pickle, skops) or ONNX; name the image',
    );
  });
});
