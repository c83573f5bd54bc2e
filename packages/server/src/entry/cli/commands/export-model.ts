import { createHash } from 'node:crypto';
import { type DataType, type ModelFiles, type Schema, vector } from '@catenary/scoring/internal/frame';
import { exportBundle, openSavedPipeline, type SavedPipeline } from '@catenary/scoring/internal/saved-pipelines';
import { present } from '@catenary/scoring/internal/values';
import { savedBoosters } from '../../../serving/container/saved-boosters.ts';
import { readInputColumns } from '../../../serving/container/surfaces/sparkml/sparkml-schema.ts';
import { isObject } from '../../../util/is-object.ts';
import { CommandError } from '../command.ts';
import type { ExportFlags } from '../flags/local-flags.ts';
import { givenSchema } from '../given-schema.ts';
import { withLocalModel } from '../local-models.ts';
import { openModel } from '../model-source.ts';
import { packFiles } from '../pack-files.ts';
import { printResult } from '../print-result.ts';
import { isFrameSchema, readFrameSchema } from '../read-frame-schema.ts';
import { readText } from '../read-model-input.ts';
import { findModel } from '../recognise-model.ts';
import { writeFileAtomically } from '../write-file-atomically.ts';

/** `catenary export --format mleap`: a pipeline that Spark saved as the `model.tar.gz` of AWS's SparkML container. */
export async function exportModel(flags: ExportFlags, path: string): Promise<void> {
  await withLocalModel(path, flags.config, async (local) => {
    const source = await openModel(local);
    const found = findModel(source);
    if (found?.kind !== 'spark-save')
      throw new CommandError(
        `${path} is no pipeline that Spark saved${found === undefined ? '' : ` (${found.reason})`}: name the folder, or an archive of it, that save() of a PipelineModel has written.`,
      );
    const { files } = source;
    const pipeline = await openSavedPipeline(files, savedBoosters);
    const input =
      flags.schema === undefined ? await givenSchema(local, files) : await readSchema(flags.schema, pipeline);
    const bundle = exportBundle(pipeline, { uid: uidOf(files), ...present({ input }) });
    await writeFileAtomically(flags.output, await packFiles(bundle));
    const { className, uid } = pipeline;
    const written = { output: flags.output, className, uid, files: bundle.size };
    printResult(flags, written, () => `${flags.output}: MLeap bundle of ${className} ${uid}`);
  });
}

async function readSchema(path: string, pipeline: SavedPipeline): Promise<Schema> {
  const text = await readText(path);
  try {
    const value: unknown = JSON.parse(text);
    if (isFrameSchema(value)) return withoutMade(readFrameSchema(value), pipeline);
    const input = isObject(value) ? value['input'] : undefined;
    const { fields } = readInputColumns(Array.isArray(input) ? input.map(withoutSize) : input);
    const sizes: readonly unknown[] = Array.isArray(input) ? input.map(sizeOf) : [];
    return { fields: fields.map(({ name, type }, at) => ({ name, type: sized(name, type, sizes[at]) })) };
  } catch (error) {
    throw new CommandError(`${path}: ${(error as Error).message}`);
  }
}

/** The frame may be the one that the pipeline answered, as MLeap's own writer takes it: what the pipeline made there is no input. */
function withoutMade(frame: Schema, pipeline: SavedPipeline): Schema {
  const made = new Set(pipeline.map({ input: frame }).outputs.map(({ name }) => name));
  return { fields: frame.fields.filter(({ name }) => !made.has(name)) };
}

/** How long the vectors of a column are, which AWS's container does not take. */
const sizeOf = (column: unknown): unknown => (isObject(column) ? column['size'] : undefined);

function withoutSize(column: unknown): unknown {
  if (!isObject(column)) return column;
  const { size: _size, ...rest } = column;
  return rest;
}

function sized(name: string, type: DataType, size: unknown): DataType {
  if (size === undefined) return type;
  if (type.shape === 'tensor' && Number.isInteger(size) && Number(size) > 0) return vector(Number(size));
  throw new Error(`The "size" of the column "${name}" must be a whole number above 0, and its struct "vector".`);
}

/** The same pipeline has the same UUID (version 8, of its bytes), and so the same archive. */
function uidOf(files: ModelFiles): string {
  const hash = createHash('sha256');
  for (const [name, bytes] of [...files].sort(([a], [b]) => (a < b ? -1 : 1)))
    hash.update(`${name}\0${bytes.length}\0`).update(bytes);
  const digits = hash.digest('hex');
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    `8${digits.slice(13, 16)}`,
    `8${digits.slice(17, 20)}`,
    digits.slice(20, 32),
  ].join('-');
}
