import type { DataType } from '../../../../scoring/frame/data-type.ts';
import type { Schema } from '../../../../scoring/frame/schema.ts';
import { loadBundle } from '../../../../scoring/mleap/load-bundle.ts';
import type { Semantics } from '../../../../scoring/spark-ml/semantics.ts';
import type { ModelFiles } from '../../../../scoring/model-files.ts';
import type { Scorer } from '../../../../scoring/scorer.ts';
import { savedPipelineFolder } from '../../../../scoring/saved-pipeline/saved-pipeline-folder.ts';
import { loadXgboost } from '../../../../scoring/xgboost/load-xgboost.ts';

/** The model of a SparkML container: an MLeap bundle, or a pipeline that Spark itself saved. */
export interface SparkmlEngine {
  readonly compile: (options: { readonly input?: Schema; readonly outputs?: readonly string[] }) => Scorer;
  /** The schema to go by where neither the environment nor the archive has one, in the words of that schema. */
  readonly ownSchema?: unknown;
}

/** Loads the model; throws `ScoringError` when it cannot be. Spark's own pipelines are always scored by Spark's semantics. */
export async function openSparkmlEngine(
  files: ModelFiles,
  semantics: Semantics,
  ansi: { readonly ansi?: boolean },
): Promise<SparkmlEngine> {
  if (savedPipelineFolder(files) === undefined) {
    const options = { semantics, loadBooster: loadXgboost };
    loadBundle(files, options);
    return { compile: (schema) => loadBundle(files, { ...options, ...schema }) };
  }
  const { openSavedPipeline } = await import('../../../../scoring/saved-pipeline/load-saved-pipeline.ts');
  const { savedBoosters } = await import('../../saved-boosters.ts');
  const pipeline = await openSavedPipeline(files, savedBoosters);
  const compile: SparkmlEngine['compile'] = (options) => pipeline.compile({ ...ansi, ...options });
  const ownSchema = toSchemaWords(compile({}));
  return { compile, ...(ownSchema === undefined ? {} : { ownSchema }) };
}

const structs = { scalar: 'basic', list: 'array', tensor: 'vector' } as const;

/** Inputs in the order in which the stages first read them, and the last column made; undefined where one has no word. */
function toSchemaWords({ inputSchema, outputSchema }: Scorer): unknown {
  const answer = outputSchema.fields.at(-1);
  if (answer === undefined) return undefined;
  const isExpressible = ({ shape, base }: DataType) =>
    shape !== 'map' && base !== 'byte_string' && (shape !== 'tensor' || base === 'double');
  if (![...inputSchema.fields, answer].every(({ type }) => isExpressible(type))) return undefined;
  const word = ({ name, type }: Schema['fields'][number]) => ({
    name,
    type: type.base,
    struct: structs[type.shape as keyof typeof structs],
  });
  return { input: inputSchema.fields.map(word), output: word(answer) };
}
