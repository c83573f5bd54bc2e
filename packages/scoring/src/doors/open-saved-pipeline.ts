import { getTextEncoding } from '@bufbuild/protobuf/wire';
import type { DataType } from '../frame/data-type.ts';
import type { DenseRows } from '../frame/feature-rows.ts';
import type { ModelFiles } from '../model-files.ts';
import type { SavedBoosters as InnerBoosters } from '../spark/saved-boosters.ts';
import {
  openSavedPipeline as open,
  type SavedPipeline as Inner,
  type SavedPipelineOptions,
} from '../spark/from-spark-save/load-saved-pipeline.ts';
import type { SurveyedSavedStage } from '../spark/from-spark-save/survey-saved-pipeline.ts';
import { ScoringError } from '../scoring-error.ts';
import { expectFiles } from './expect-files.ts';
import { aFlag, aFunction, expectOptions, someNames } from './expect-options.ts';
import { expectSchema } from './expect-schema.ts';
import { type OpBooster, toInnerBooster } from './op-booster.ts';
import { asScoringError, onlyScoringErrors } from './only-scoring-errors.ts';
import { openScorer, type Scorer } from './scorer.ts';

/** An XGBoost model inside a saved pipeline: what `loadXgboost` gives. */
export interface SavedXgboost extends OpBooster {
  readonly featureCount: number;
  readonly outputCount: number;
}

/** A LightGBM model inside a saved pipeline: what `loadLightgbm` gives. */
export interface SavedLightgbm {
  readonly featureCount: number;
  readonly outputCount: number;
  predict(rows: DenseRows, options?: IterationRange): Float64Array;
  margin(rows: DenseRows, options?: IterationRange): Float64Array;
  leaf(rows: DenseRows, options?: IterationRange): Int32Array;
  describe(): { readonly iterationCount: number };
}

/** Which iterations take part: by default all. */
export interface IterationRange {
  readonly firstIteration?: number;
  readonly iterations?: number;
}

/** Readers of models of other libraries inside a pipeline; a stage whose reader is not given is refused. */
export interface SavedBoosters {
  /** `loadXgboost` */
  readonly xgboost?: (bytes: Uint8Array) => SavedXgboost;
  /** `loadLightgbm` */
  readonly lightgbm?: (bytes: Uint8Array) => SavedLightgbm;
}

/** What is known about a pipeline, whether it loads or not. */
export interface SavedPipelineSurvey {
  readonly stages: readonly SurveyedSavedStage[];
  /** The types of columns; empty for a pipeline that does not load. */
  readonly types: ReadonlyMap<string, DataType>;
  readonly problems: readonly string[];
  readonly scorer?: Scorer;
}

/** A saved pipeline whose files are read; it can be compiled for any schema. */
export interface SavedPipeline {
  readonly className: string;
  readonly uid: string;
  readonly sparkVersion: string;
  /** Throws `ScoringError`: `bad_model`, `unsupported_model`, `missing_column`, `wrong_type`. */
  compile(options?: SavedPipelineOptions): Scorer;
  /** Every stage, and what would fail. */
  survey(): SavedPipelineSurvey;
}

/**
 * Reads a pipeline, or a single stage, that Spark ML saved (Spark 2.4 to 4.1): metadata as JSON and data as Parquet.
 * Rejects with `ScoringError` (`bad_model`, `unsupported_model`) that names the stage's index, class and uid.
 *
 * @example
 * const pipeline = await openSavedPipeline(files, { xgboost: loadXgboost });
 */
export async function openSavedPipeline(files: ModelFiles, boosters?: SavedBoosters): Promise<SavedPipeline> {
  const checked = expectFiles(files);
  const readers = readersOf(expectOptions(boosters, { xgboost: aFunction, lightgbm: aFunction }));
  try {
    return withScorers(await open(checked, readers));
  } catch (error) {
    throw asScoringError('bad_model', error);
  }
}

function withScorers(pipeline: Inner): SavedPipeline {
  const { className, uid, sparkVersion } = pipeline;
  return {
    className,
    uid,
    sparkVersion,
    compile: (options) => {
      const checked = pipelineOptions(options);
      return openScorer(onlyScoringErrors('bad_model', () => pipeline.compile(checked)));
    },
    survey: () => {
      const { scorer, ...rest } = onlyScoringErrors('bad_model', () => pipeline.survey());
      return scorer === undefined ? rest : { ...rest, scorer: openScorer(scorer) };
    },
  };
}

function pipelineOptions(given: SavedPipelineOptions | undefined): SavedPipelineOptions {
  const input = { what: 'a schema', fits: (value: unknown) => typeof value === 'object' };
  const options = expectOptions(given, { input, outputs: someNames, ansi: aFlag });
  if (options.input !== undefined) expectSchema(options.input, 'The schema of the input');
  return options;
}

/** The readers for the models that stages hold; of LightGBM those are texts. */
function readersOf({ xgboost, lightgbm }: SavedBoosters): InnerBoosters {
  const readers: { -readonly [Name in keyof InnerBoosters]: InnerBoosters[Name] } = {};
  if (xgboost !== undefined)
    readers.xgboost = (bytes) => {
      const model = xgboost(bytes);
      const { featureCount, outputCount } = model;
      return { ...toInnerBooster(model), describe: () => ({ featureCount, outputCount }) };
    };
  if (lightgbm !== undefined) readers.lightgbm = (text) => toInnerLightgbm(lightgbm(encode(text)));
  return readers;
}

function toInnerLightgbm(model: SavedLightgbm): ReturnType<NonNullable<InnerBoosters['lightgbm']>> {
  if (typeof model?.predict !== 'function' || typeof model.describe !== 'function')
    throw new ScoringError('wrong_type', 'The reader of LightGBM models gave none; pass loadLightgbm.');
  const { featureCount, outputCount } = model;
  const trees = Array.from({ length: model.describe().iterationCount * outputCount });
  return {
    booster: { featureCount, outputCount, trees },
    predict: (rows, range) => model.predict(rows, range),
    margin: (rows, range) => model.margin(rows, range),
    leaf: (rows, range) => model.leaf(rows, range),
  };
}

const encode = (text: string) => getTextEncoding().encodeUtf8(text);
