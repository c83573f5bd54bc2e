import { present } from '../util/present.ts';
import type { DataType } from '../frame/data-type.ts';
import type { Schema } from '../frame/schema.ts';
import { type BundleStage, loadBundle as load } from '../spark/from-mleap-bundle/load-bundle.ts';
import { type SurveyedStage, surveyBundle as survey } from '../spark/from-mleap-bundle/survey-bundle.ts';
import type { ModelFiles } from '../model-files.ts';
import type { OpBooster as InnerBooster } from '../spark/op-booster.ts';
import type { PlanOptions } from '../spark/plan/compile-plan.ts';
import type { Semantics } from '../spark/semantics.ts';
import { expectFiles } from './expect-files.ts';
import { aFunction, expectOptions, oneOf, someNames } from './expect-options.ts';
import { expectSchema } from './expect-schema.ts';
import { type LoadBooster, toInnerBooster } from './op-booster.ts';
import { onlyScoringErrors } from './only-scoring-errors.ts';
import { openScorer, type Scorer } from './scorer.ts';

/** How a bundle is scored. */
export interface BundleOptions {
  /** Whose answers where the two differ (docs/mleap-differences.md). @default 'mleap' */
  readonly semantics?: Semantics;
  /** The columns that frames will bring. Default: those the nodes need, of the types their ops ask for. */
  readonly input?: Schema;
  /** The columns wanted; steps that do not serve them are left out. Default: every column that is made. */
  readonly outputs?: readonly string[];
  /** The reader for the ops `xgboost.*`, which is `loadXgboost`; without one such a bundle is refused. */
  readonly loadBooster?: LoadBooster;
}

/** A bundle's name and what wrote it. */
export interface BundleName {
  readonly name: string;
  readonly uid: string;
  readonly version: string;
  readonly format: string;
}

/** A compiled bundle. */
export interface BundleScorer extends Scorer {
  readonly bundle: BundleName;
  readonly stages: readonly BundleStage[];
}

/** What is known about a bundle, whether it loads or not. */
export interface BundleSurvey {
  readonly bundle: BundleName;
  readonly stages: readonly SurveyedStage[];
  /** The types of columns; empty for a bundle that does not load. */
  readonly types: ReadonlyMap<string, DataType>;
  /** What would fail, each with its node; empty for a bundle that loads. */
  readonly problems: readonly string[];
  readonly scorer?: BundleScorer;
}

/**
 * Loads an MLeap bundle (0.8 and later, JSON or Protobuf) and compiles it for one schema.
 * Throws `ScoringError`: `bad_model` for broken files, `unsupported_model` for an op that is not read,
 * `missing_column` and `wrong_type` where the schema does not serve the bundle. Source: MLeap 0.25.2.
 */
export function loadBundle(files: ModelFiles, options?: BundleOptions): BundleScorer {
  const checked = expectFiles(files);
  const plan = planOptions(options);
  return open(onlyScoringErrors('bad_model', () => load(checked, plan)));
}

/**
 * Inspects a bundle without stopping at the first fault. Throws `ScoringError` only if the files are not a bundle whose
 * nodes can be listed.
 */
export function surveyBundle(files: ModelFiles, options?: BundleOptions): BundleSurvey {
  const checked = expectFiles(files);
  const { scorer, ...rest } = onlyScoringErrors('bad_model', () => survey(checked, planOptions(options)));
  return scorer === undefined ? rest : { ...rest, scorer: open(scorer) };
}

const open = (scorer: ReturnType<typeof load>): BundleScorer => {
  const { bundle, stages } = scorer;
  return { bundle, stages, ...openScorer(scorer) };
};

function planOptions(given: BundleOptions | undefined): PlanOptions {
  const kinds = {
    semantics: oneOf('mleap', 'spark'),
    input: { what: 'a schema', fits: (value: unknown) => typeof value === 'object' },
    outputs: someNames,
    loadBooster: aFunction,
  };
  const { semantics, input, outputs, loadBooster } = expectOptions(given, kinds);
  return {
    ...present({
      semantics,
      input: input === undefined ? undefined : expectSchema(input, 'The schema of the input'),
      outputs,
      loadBooster:
        loadBooster === undefined ? undefined : (bytes: Uint8Array): InnerBooster => toInnerBooster(loadBooster(bytes)),
    }),
  };
}
