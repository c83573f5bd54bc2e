import type { Booster } from '../boosters/xgboost/booster.ts';
import { readPlainBooster } from '../boosters/xgboost/format/read-plain-booster.ts';
import type { LibraryVersion } from '../boosters/xgboost/objective.ts';
import { refuseInfinite } from '../boosters/xgboost/refuse-infinite.ts';
import { XgboostModel } from '../boosters/xgboost/xgboost-model.ts';
import { isPickle } from '../formats/is-pickle.ts';
import type { FeatureRows } from '../frame/feature-rows.ts';
import { xgboostFacts } from '../model-file/xgboost-facts.ts';
import { ScoringError } from '../scoring-error.ts';
import { defined } from '../util/defined.ts';
import { present } from '../util/present.ts';
import { boosterFeature } from './booster-feature.ts';
import { innerXgboost } from './boosters.ts';
import { categoryReaders } from './category-readers.ts';
import type { Call, Engine, Scored } from './engine.ts';
import { type EngineOptions, engineKind } from './engine-options.ts';
import { type Bytes, expectBytes } from './expect-bytes.ts';
import { expectOptions, type OptionKind } from './expect-options.ts';
import { MatrixReader } from './matrix-reader.ts';
import type { Model } from './model.ts';
import { boosterColumn, numberAnswer, numberOutput } from './number-answer.ts';
import { openModel } from './open-model.ts';

export type XgboostMethod = 'predict' | 'margin' | 'leaf' | 'contributions';

export interface XgboostOptions extends EngineOptions {
  /** Predict as this version of the library would, such as `1.7`. Default: the one that wrote the file. */
  readonly version?: string;
}

const aVersion: OptionKind = {
  what: 'a text such as "1.7"',
  fits: (value) => typeof value === 'string' && /^\d{1,3}\.\d{1,3}(\.|$)/.test(value),
};

/** Major and minor version. */
export function readVersion(version: string | undefined): LibraryVersion | undefined {
  const [major, minor] = version?.split('.').map(Number) ?? [];
  return major === undefined || minor === undefined ? undefined : [major, minor];
}

/**
 * Loads a model file of XGBoost 0.72 to 3.x: JSON, UBJSON or legacy binary, recognised by its first bytes. Pickled Boosters are opened by
 * `load`, since the reader of pickles is as large as all others. Throws `ScoringError`: `bad_model` for a damaged or
 * hostile file, `unsupported_model` for a genuine one that is not read.
 *
 * @example
 * const model = loadXgboost(await readFile('xgboost-model'));
 * model.predictOne({ age: 31, income: null }).prediction;
 */
export function loadXgboost(bytes: Bytes, options?: XgboostOptions): Model<XgboostMethod> {
  const file = expectBytes(bytes);
  const { engine, version } = expectOptions(options, { version: aVersion, engine: engineKind });
  return openXgboost(() => new XgboostModel(readModel(file), readVersion(version)), engine);
}

/** A model that is read in any other way. */
export function openXgboost(read: () => XgboostModel, engine: XgboostOptions['engine']): Model<XgboostMethod> {
  let inner: XgboostModel | undefined;
  const model = openModel(() => {
    inner = read();
    return xgboostEngine(inner);
  }, engine);
  innerXgboost.set(model, defined(inner));
  return model;
}

function readModel(file: Uint8Array): Booster {
  if (!isPickle(file)) return readPlainBooster(file);
  const text = 'The file is a pickle: load() opens it. Or save the model with save_model(), as XGBoost recommends.';
  throw new ScoringError('unsupported_model', text);
}

/** A booster of XGBoost as a `Model` has it. */
function xgboostEngine(model: XgboostModel): Engine<XgboostMethod> {
  const { booster, categories } = model;
  const names = namesOf(booster);
  const cells = categoryReaders(categories, 'refused');
  const reader = new MatrixReader({ names, cells });
  const run = (rows: FeatureRows, { method, rounds }: Call<XgboostMethod>): Scored => {
    refuseInfinite(rows, model.version);
    return numberAnswer(boosterColumn(method), model[method](rows, present({ rounds })), rows.rowCount);
  };
  return {
    format: 'xgboost',
    inputs: names.map((name, at) => boosterFeature(name, categories?.get(at)?.values)),
    methods: methodsOf(booster),
    options: ['rounds'],
    score: (rows, call) => run(reader.read(rows, call.strict), call),
    predictAssembled: (rows, { rounds }) =>
      numberAnswer(boosterColumn('predict'), model.predict(rows, present({ rounds })), rows.rowCount),
    outputsOf: (method) => [numberOutput(boosterColumn(method), widthOf(model, method))],
    describe: () => xgboostFacts(model),
  };
}

function methodsOf({ model }: Booster): XgboostMethod[] {
  if (model.kind === 'gblinear') return ['predict', 'margin'];
  return model.covers === undefined ? ['predict', 'margin', 'leaf'] : ['predict', 'margin', 'leaf', 'contributions'];
}

/** XGBoost calls columns without a name f0, f1 ... */
function namesOf({ featureNames, featureCount }: Booster): readonly string[] {
  return featureNames.length > 0 ? featureNames : Array.from({ length: featureCount }, (_none, at) => `f${at}`);
}

function widthOf({ predictionCount, booster }: XgboostModel, method: XgboostMethod): number {
  const { outputCount, featureCount, model } = booster;
  switch (method) {
    case 'predict':
      return predictionCount;
    case 'margin':
      return outputCount;
    case 'leaf':
      return model.kind === 'gblinear' ? 0 : model.ensemble.treeCount;
    case 'contributions':
      return outputCount * (featureCount + 1);
  }
}
