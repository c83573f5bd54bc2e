import type { ModelFiles } from '../model-files.ts';
import { openSavedPipeline } from '../spark/from-spark-save/load-saved-pipeline.ts';
import { savedPipelineFacts } from '../spark/from-spark-save/saved-pipeline-facts.ts';
import { present } from '../util/present.ts';
import { type Boosters, expectBoosters, innerBoosters } from './boosters.ts';
import { type EngineOptions, pipelineKinds } from './engine-options.ts';
import { expectFiles } from './expect-files.ts';
import { aFlag, expectOptions } from './expect-options.ts';
import { type InputTypes, readInputTypes } from './input-types.ts';
import type { Model } from './model.ts';
import { asScoringError } from './only-scoring-errors.ts';
import { openModel } from './open-model.ts';
import { pipelineEngine } from './pipeline-engine.ts';

export interface SparkOptions extends EngineOptions {
  /**
   * The columns that rows will have, and their types. Default: those that the pipeline needs, of the types that its stages ask for;
   * not what a StringIndexer made the labels of training of, unless `outputs` names them.
   */
  readonly input?: InputTypes;
  /** The columns wanted. Default: every column that the pipeline makes and keeps. */
  readonly outputs?: readonly string[];
  /** SQL's ANSI mode. Default: that of the Spark that saved the pipeline, on since 4.0. */
  readonly ansi?: boolean;
  /** Loaders of models inside of the pipeline; a stage whose loader is not given is refused. */
  readonly boosters?: Boosters;
}

/**
 * Loads a pipeline, or a single stage, that Spark ML saved (Spark 2.4 to 4.1), from its files: metadata as JSON and data as Parquet, which
 * is read piece by piece, so this is the one loader that answers a promise. Rejects with `ScoringError` (`bad_model`, `unsupported_model`) that
 * names the stage's index, class and uid.
 *
 * @example
 * const model = await loadSpark(files, { boosters: { xgboost: loadXgboost } });
 */
export async function loadSpark(files: ModelFiles, options?: SparkOptions): Promise<Model<'transform'>> {
  const checked = expectFiles(files);
  const { engine, input, outputs, ansi, boosters } = expectOptions(options, { ...pipelineKinds, ansi: aFlag });
  const schema = input === undefined ? undefined : readInputTypes(input);
  const inner = innerBoosters(expectBoosters(boosters));
  const pipeline = await openSavedPipeline(checked, inner).catch((error: unknown) => {
    throw asScoringError('bad_model', error);
  });
  return openModel(() => {
    const compile = (wanted: readonly string[] | undefined) =>
      pipeline.compile(present({ input: schema, outputs: wanted, ansi }));
    const scorer = compile(outputs);
    const describe = () => savedPipelineFacts(pipeline, scorer);
    return pipelineEngine({ format: 'spark', scorer, compile, passedOver: scorer.passedOver, describe });
  }, engine);
}
