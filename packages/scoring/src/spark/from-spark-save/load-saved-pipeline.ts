import type { Frame } from '../../frame/frame.ts';
import type { Schema } from '../../frame/schema.ts';
import type { ModelFiles } from '../../model-files.ts';
import type { Scorer } from '../../scorer.ts';
import { ScoringError } from '../../scoring-error.ts';
import { present } from '../../util/present.ts';
import { compilePlan } from '../plan/compile-plan.ts';
import type { PlanNode } from '../plan/plan-node.ts';
import { ColumnScope } from '../save/column-scope.ts';
import { FolderIndex } from '../save/folder-index.ts';
import { SavedStage } from '../save/saved-stage.ts';
import type { SavedBoosters } from '../saved-boosters.ts';
import { mapStages } from './map-stages.ts';
import { readParquetTables } from './read-parquet.ts';
import { savedPipelineFolder } from './saved-pipeline-folder.ts';
import { type SavedPipelineSurvey, surveySavedPipeline } from './survey-saved-pipeline.ts';
import { withoutLabels } from './without-labels.ts';

export interface SavedPipelineOptions {
  /** The columns that frames will bring. Default: those the pipeline needs, of the types its stages ask for. */
  readonly input?: Schema;
  /** The columns wanted. Default: every column that the pipeline makes and keeps. */
  readonly outputs?: readonly string[];
  /** SQL's ANSI mode. Default: that of the Spark that saved the pipeline, on since 4.0. */
  readonly ansi?: boolean;
}

/** A scorer, and the columns that it passes over as Spark does where rows lack them: labels of training. */
export interface SavedScorer extends Scorer {
  readonly passedOver: readonly string[];
}

/** A saved pipeline whose files are read; it can be compiled for any schema. */
export interface SavedPipeline {
  readonly className: string;
  readonly uid: string;
  readonly sparkVersion: string;
  /** When it was saved, in milliseconds since 1970; undefined where it does not say. */
  readonly savedAt: number | undefined;
  /** Throws `ScoringError`: `bad_model`, `unsupported_model`, `missing_column`, `wrong_type`. */
  readonly compile: (options?: SavedPipelineOptions) => SavedScorer;
  /** The steps that its stages become, and the columns that they make and keep. Throws `bad_model`, `unsupported_model`. */
  readonly map: (options?: Pick<SavedPipelineOptions, 'input'>) => MappedPipeline;
  /** Every stage, and what would fail, over the columns of `input` or those that the stages ask for. */
  readonly survey: (options?: Pick<SavedPipelineOptions, 'input'>) => SavedPipelineSurvey;
}

/** A pipeline as steps of a plan. */
export interface MappedPipeline {
  readonly nodes: readonly PlanNode[];
  /** Each with its name in the plan, which is another one where a stage wrote a column anew. */
  readonly outputs: readonly { readonly name: string; readonly planName: string }[];
}

/**
 * Reads a pipeline, or a single stage, that Spark ML saved (Spark 2.4 to 4.1): metadata as JSON and data as Parquet.
 * Without a reader in `boosters` stages of that library (XGBoost4J-Spark, SynapseML) are refused.
 * Throws `ScoringError` (`bad_model`, `unsupported_model`) that names the stage's index, class and uid.
 */
export async function openSavedPipeline(files: ModelFiles, boosters: SavedBoosters = {}): Promise<SavedPipeline> {
  const top = savedPipelineFolder(files);
  if (top === undefined)
    throw new ScoringError('bad_model', 'This is no saved Spark pipeline: there is no metadata/part-* file.');
  const saved = { index: new FolderIndex(files), tables: await readParquetTables(files) };
  const root = new SavedStage(saved, top);
  const { className, uid, sparkVersion } = root.metadata;
  const compile = (options: SavedPipelineOptions = {}) => compileStages(root, options, boosters);
  const survey = (given: SavedPipelineOptions = {}) =>
    surveySavedPipeline(root, mappingOf(root, given, boosters), () => compile(given));
  const map = (given: SavedPipelineOptions = {}) => {
    const mapping = mappingOf(root, given, boosters);
    return { nodes: mapStages(root, mapping), outputs: mapping.columns.outputs() };
  };
  const { timestamp } = root.metadata.fields;
  const savedAt = typeof timestamp === 'number' ? timestamp : undefined;
  return { className, uid, sparkVersion, savedAt, compile, map, survey };
}

/** The steps and the columns that they make; where nothing is said of columns, without those that only training needed. */
function stepsOf(root: SavedStage, mapping: ReturnType<typeof mappingOf>, { input, outputs }: SavedPipelineOptions) {
  const labels = new Set<string>();
  const nodes = mapStages(root, mapping, ({ params }) => labels.add(params.string('labelCol', '')));
  const made = mapping.columns.outputs();
  if (input !== undefined || outputs !== undefined) return { nodes, made, passedOver: [] };
  const kept = withoutLabels(nodes, labels);
  const isKept = new Set(kept);
  const left = nodes.filter((node) => !isKept.has(node));
  const lost = new Set(left.flatMap((node) => node.outputs.map(({ name }) => name)));
  const passedOver = left.flatMap((node) => node.inputs.map(({ name }) => name));
  return { nodes: kept, made: made.filter(({ planName }) => !lost.has(planName)), passedOver };
}

/** What stages are mapped with; without a setting ANSI mode is that of the Spark that saved them. */
function mappingOf(root: SavedStage, options: SavedPipelineOptions, boosters: SavedBoosters) {
  const columns = new ColumnScope(options.input?.fields);
  const isAnsi = options.ansi ?? Number.parseInt(root.metadata.sparkVersion, 10) >= 4;
  return { columns, isAnsi, boosters };
}

function compileStages(root: SavedStage, options: SavedPipelineOptions, boosters: SavedBoosters): SavedScorer {
  const mapping = mappingOf(root, options, boosters);
  const { columns } = mapping;
  const { nodes, made, passedOver } = stepsOf(root, mapping, options);
  const wanted = (options.outputs ?? made.map(({ name }) => name)).map((name) => {
    return made.find((column) => column.name === name) ?? { name, planName: name };
  });
  // Where all columns are wanted, so are those that a stage only looked through.
  const checked = options.outputs === undefined ? columns.rewritten() : [];
  const plan = compilePlan(nodes, {
    semantics: 'spark',
    ...present({ loadBooster: boosters.xgboost, input: options.input }),
    outputs: [...wanted.map(({ planName }) => planName), ...checked],
  });
  const fields = plan.outputSchema.fields
    .slice(0, wanted.length)
    .map(({ type }, at) => ({ name: wanted[at]?.name ?? '', type }));
  const outputSchema: Schema = { fields };
  const scoreShared = (frame: Frame): Frame => {
    const answer = plan.scoreShared(frame);
    return { ...answer, schema: outputSchema, columns: answer.columns.slice(0, wanted.length) };
  };
  return { inputSchema: plan.inputSchema, outputSchema, scoreShared, passedOver };
}
