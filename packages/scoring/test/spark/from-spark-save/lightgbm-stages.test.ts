import { describe, expect, it } from 'vitest';
import { savedBoosters } from '../../../../server/src/serving/container/saved-boosters.ts';
import type { ModelFiles } from '../../../src/model-files.ts';
import { openSavedPipeline } from '../../../src/spark/from-spark-save/load-saved-pipeline.ts';
import { readSavedCase, type SavedCase, savedCases } from './saved-case.ts';

const golden = savedCases().find(({ name, version }) => version === '3.5' && name === 'lightgbm-two') as SavedCase;
const whole = await readSavedCase(golden);
const booster = 'complexParams/lightGBMBooster';

/** The stage with other parameters. */
function withParams(params: Record<string, unknown>): ModelFiles {
  const path = [...whole.keys()].find((name) => name.startsWith('metadata/part-')) as string;
  const metadata = JSON.parse(new TextDecoder().decode(whole.get(path))) as { paramMap: Record<string, unknown> };
  Object.assign(metadata.paramMap, params);
  return new Map([...whole, [path, new TextEncoder().encode(JSON.stringify(metadata))]]);
}

const compile = async (files: ModelFiles) => (await openSavedPipeline(files, savedBoosters)).compile();
const named = 'the saved model (LightGBMClassificationModel, uid LightGBMClassifier_';

describe("a LightGBM stage of SynapseML's", () => {
  it.each([
    ['contributions of features', withParams({ featuresShapCol: 'shares' }), 'unsupported_model', /featuresShapCol/],
    ['thresholds of a binary model', withParams({ thresholds: [0.2, 0.8] }), 'bad_model', /2 thresholds and counts 1/],
    [
      'a layout without a booster file',
      new Map([...whole].filter(([path]) => path !== booster)),
      'unsupported_model',
      /there is no complexParams\/lightGBMBooster/,
    ],
    [
      'a booster that is cut off',
      new Map([...whole, [booster, (whole.get(booster) as Uint8Array).subarray(0, 700)]]),
      'bad_model',
      /the Java stream is cut off/,
    ],
    [
      'a booster of another class',
      new Map([...whole, [booster, Uint8Array.from([0xac, 0xed, 0, 5, 0x74, 0, 1, 0x61])]]),
      'unsupported_model',
      /holds no booster with the text of its model/,
    ],
  ])('refuses %s, by name', async (_what, files: ModelFiles, code, message) => {
    await expect(compile(files)).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
    await expect(compile(files)).rejects.toThrow(named);
  });

  it('of MMLSpark with other arguments than those of 0.18 is refused', async () => {
    const old = savedCases().find(
      ({ name, version }) => version === '2.4' && name === 'lightgbm-regressor',
    ) as SavedCase;
    const files = new Map(await readSavedCase(old));
    files.set('data_5', files.get('data_4') as Uint8Array);
    await expect(compile(files)).rejects.toThrow(/SynapseML 0\.9 and later and MMLSpark 0\.18 saved is read/);
  });

  it('is refused where no reader was given', async () => {
    const pipeline = await openSavedPipeline(whole);
    expect(() => pipeline.compile()).toThrow(/no reader of LightGBM models was given/);
  });
});
