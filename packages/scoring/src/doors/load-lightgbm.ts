import { decodeLightgbmText } from '../boosters/lightgbm/decode-lightgbm-text.ts';
import { LightgbmModel } from '../boosters/lightgbm/lightgbm-model.ts';
import { readLightgbmText } from '../boosters/lightgbm/read-lightgbm-text.ts';
import type { FeatureRows } from '../frame/feature-rows.ts';
import { lightgbmFacts } from '../model-file/lightgbm-facts.ts';
import { ScoringError } from '../scoring-error.ts';
import { defined } from '../util/defined.ts';
import { boosterFeature } from './booster-feature.ts';
import { innerLightgbm } from './boosters.ts';
import { categoryReaders } from './category-readers.ts';
import type { Call, Engine, Scored } from './engine.ts';
import { type EngineOptions, engineKind } from './engine-options.ts';
import { type Bytes, expectBytes } from './expect-bytes.ts';
import { writtenRows } from './expect-dense.ts';
import { expectOptions } from './expect-options.ts';
import { MatrixReader } from './matrix-reader.ts';
import type { Model } from './model.ts';
import { boosterColumn, numberAnswer, numberOutput } from './number-answer.ts';
import { openModel } from './open-model.ts';
import { respeller } from './respell.ts';

export type LightgbmMethod = 'predict' | 'margin' | 'leaf';

/**
 * Loads a model of LightGBM 2 to 4: the text of `Booster.save_model`. Pickled boosters are opened by `load`. Names of columns may
 * be spelt as in training, with blanks, where the file has `_`. Throws `ScoringError`: `bad_model` for a damaged or hostile
 * file, `unsupported_model` for an objective that is not known.
 *
 * @example
 * const model = loadLightgbm(await readFile('model.txt'));
 * model.predict([[5.1, 3.5, null], [4.9, 3, 1.4]]).column('prediction');
 */
export function loadLightgbm(bytes: Bytes, options?: EngineOptions): Model<LightgbmMethod> {
  const file = expectBytes(bytes);
  const { engine } = expectOptions(options, { engine: engineKind });
  return openLightgbm(() => readModel(file), engine);
}

/** A model that is read in any other way. */
export function openLightgbm(read: () => LightgbmModel, engine: EngineOptions['engine']): Model<LightgbmMethod> {
  let inner: LightgbmModel | undefined;
  const model = openModel(() => {
    inner = read();
    return lightgbmEngine(inner);
  }, engine);
  innerLightgbm.set(model, defined(inner));
  return model;
}

function readModel(file: Uint8Array): LightgbmModel {
  if (file[0] === 0x80 || file[0] === 0x63)
    throw new ScoringError(
      'unsupported_model',
      'The file is a pickle: load() opens it. Or save the model with save_model().',
    );
  return new LightgbmModel(readLightgbmText(decodeLightgbmText(file)));
}

/** A model of LightGBM as a `Model` has it. */
function lightgbmEngine(model: LightgbmModel): Engine<LightgbmMethod> {
  const { featureNames, featureCount, outputCount, categories } = model.booster;
  const stored = new Map([...(categories ?? [])].map(([column, values]) => [column, { values }]));
  const cells = categoryReaders(stored, 'missing');
  const isNamed = featureNames.length === featureCount;
  const names = isNamed ? featureNames : Array.from({ length: featureCount }, (_none, at) => `Column_${at}`);
  const reader = new MatrixReader({ names, cells, respell: respeller(names, (name) => name.replaceAll(' ', '_')) });
  const run = (rows: FeatureRows, { method, rounds }: Call<LightgbmMethod>): Scored => {
    const dense = writtenRows(rows, featureCount);
    return numberAnswer(
      boosterColumn(method),
      model[method](dense, rounds === undefined ? {} : { iterations: rounds }),
      dense.rowCount,
    );
  };
  return {
    format: 'lightgbm',
    inputs: names.map((name, at) => boosterFeature(name, stored.get(at)?.values)),
    methods: ['predict', 'margin', 'leaf'],
    options: ['rounds'],
    score: (rows, call) => {
      if (categories === undefined && Array.isArray(rows) && rows.some((row) => !Array.isArray(row))) throw noPlaces();
      return run(reader.read(rows, call.strict), call);
    },
    outputsOf: (method) => [
      numberOutput(boosterColumn(method), method === 'leaf' ? model.booster.trees.length : outputCount),
    ],
    describe: () => lightgbmFacts(model),
  };
}

function noPlaces(): ScoringError {
  const text =
    'The LightGBM file does not say which columns its categories belong to; give their codes, in lists without names.';
  return new ScoringError('unsupported_model', text);
}
