import type { ModelFiles } from '../model-files.ts';
import { bundleFacts } from '../spark/from-mleap-bundle/bundle-facts.ts';
import { loadBundle } from '../spark/from-mleap-bundle/load-bundle.ts';
import type { PlanOptions } from '../spark/plan/compile-plan.ts';
import type { Semantics } from '../spark/semantics.ts';
import { present } from '../util/present.ts';
import { type Boosters, expectBoosters, innerBoosters } from './boosters.ts';
import { type EngineOptions, pipelineKinds } from './engine-options.ts';
import { expectFiles } from './expect-files.ts';
import { expectOptions, oneOf } from './expect-options.ts';
import { type InputTypes, readInputTypes } from './input-types.ts';
import type { Model } from './model.ts';
import { openModel } from './open-model.ts';
import { pipelineEngine } from './pipeline-engine.ts';

export interface MleapOptions extends EngineOptions {
  /** Whose answers where the two differ (docs/mleap-differences.md). @default 'mleap' */
  readonly semantics?: Semantics;
  /** The columns that rows will have, and their types. Default: those that the nodes need, of the types that their ops ask for. */
  readonly input?: InputTypes;
  /** The columns wanted; nodes that do not serve them are left out. Default: every column that is made. */
  readonly outputs?: readonly string[];
  /** Loaders of models inside of the bundle, for the ops `xgboost.*`; without one such a bundle is refused. */
  readonly boosters?: Pick<Boosters, 'xgboost'>;
}

/**
 * Loads an MLeap bundle (0.8 and later, JSON or Protobuf) from the files of its opened archive. Throws `ScoringError`: `bad_model` for broken
 * files, `unsupported_model` for an op that is not read, `missing_column` and `wrong_type` where `input` or `outputs` do
 * not fit. Source: MLeap 0.25.2.
 *
 * @example
 * const model = loadMleap(openArchive(await readFile('bundle.zip')));
 * model.predictOne({ carat: 1.52, cut: 'Fair' });
 */
export function loadMleap(files: ModelFiles, options?: MleapOptions): Model<'transform'> {
  const checked = expectFiles(files);
  const { engine, semantics, input, outputs, boosters } = expectOptions(options, {
    ...pipelineKinds,
    semantics: oneOf('mleap', 'spark'),
  });
  const { xgboost } = innerBoosters(expectBoosters(boosters));
  const schema = input === undefined ? undefined : readInputTypes(input);
  const plan: PlanOptions = present({ semantics, input: schema, outputs, loadBooster: xgboost });
  return openModel(() => {
    const scorer = loadBundle(checked, plan);
    return pipelineEngine({
      format: 'mleap',
      scorer,
      compile: (wanted) => loadBundle(checked, { ...plan, outputs: wanted }),
      describe: () => bundleFacts(scorer),
    });
  }, engine);
}
